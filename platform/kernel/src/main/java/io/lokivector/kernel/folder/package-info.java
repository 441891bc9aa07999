/** Folders into which files are dropped while the server runs. */
@NullMarked
package io.lokivector.kernel.folder;

import org.jspecify.annotations.NullMarked;
