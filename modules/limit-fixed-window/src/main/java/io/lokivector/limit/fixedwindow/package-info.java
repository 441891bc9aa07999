/** Rate limits counted in fixed windows of time. */
@NullMarked
package io.lokivector.limit.fixedwindow;

import org.jspecify.annotations.NullMarked;
