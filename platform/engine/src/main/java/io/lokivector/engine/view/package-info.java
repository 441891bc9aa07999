/** Dynamic views: results that are kept, and follow the collection when they are read. */
@NullMarked
package io.lokivector.engine.view;

import org.jspecify.annotations.NullMarked;
