/** Where the engine finds the factories that fill its sockets. */
@NullMarked
package io.lokivector.engine.extension;

import org.jspecify.annotations.NullMarked;
