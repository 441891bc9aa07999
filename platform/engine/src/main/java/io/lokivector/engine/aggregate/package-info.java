/** Aggregation: pipelines of stages, distinct values, and statistics of a field. */
@NullMarked
package io.lokivector.engine.aggregate;

import org.jspecify.annotations.NullMarked;
