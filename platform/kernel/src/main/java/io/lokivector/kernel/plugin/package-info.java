/** Plugins: jars and zips that are dropped in, each with a class loader of its own. */
@NullMarked
package io.lokivector.kernel.plugin;

import org.jspecify.annotations.NullMarked;
