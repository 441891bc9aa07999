/** Answers to queries, kept for as long as they are true. */
@NullMarked
package io.lokivector.engine.cache;

import org.jspecify.annotations.NullMarked;
