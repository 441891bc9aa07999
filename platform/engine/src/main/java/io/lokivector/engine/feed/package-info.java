/** The changes feed: all changes of a database under one sequence. */
@NullMarked
package io.lokivector.engine.feed;

import org.jspecify.annotations.NullMarked;
