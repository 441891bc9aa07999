/** The files of the database, behind one small interface, so that tests can crash the disk. */
@NullMarked
package io.lokivector.spi.file;

import org.jspecify.annotations.NullMarked;
