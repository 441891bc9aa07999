/** What transforms and aggregations share: where rows come from, and how many may be held. */
@NullMarked
package io.lokivector.engine.rows;

import org.jspecify.annotations.NullMarked;
