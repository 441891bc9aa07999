/** Recall that can be seen: searches are compared with their exact answers in idle time. */
@NullMarked
package io.lokivector.engine.recall;

import org.jspecify.annotations.NullMarked;
