/** Authentication by API keys, of which only hashes are kept. */
@NullMarked
package io.lokivector.auth.apikey;

import org.jspecify.annotations.NullMarked;
