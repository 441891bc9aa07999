/** OSGi modules: the bundles in the modules folder, each with what it provides. */
@NullMarked
package io.lokivector.kernel.module;

import org.jspecify.annotations.NullMarked;
