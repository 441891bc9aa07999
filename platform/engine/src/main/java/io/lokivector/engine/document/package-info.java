/** Documents as they are kept: encoded, validated, and decoded only where they are looked at. */
@NullMarked
package io.lokivector.engine.document;

import org.jspecify.annotations.NullMarked;
