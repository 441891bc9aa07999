/**
 * The storage socket: ordered key-value spaces, atomic write batches, snapshots, and file access.
 */
@NullMarked
package io.lokivector.spi.storage;

import org.jspecify.annotations.NullMarked;
