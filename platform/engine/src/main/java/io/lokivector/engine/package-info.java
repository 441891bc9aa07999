/** The database, as the server and as a library sees it. */
@NullMarked
package io.lokivector.engine;

import org.jspecify.annotations.NullMarked;
