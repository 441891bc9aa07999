/**
 * The storage engine of type {@code file}: an append-only log of checksummed batches, an ordered
 * directory of keys in memory, checkpoints of that directory, and compaction.
 */
@NullMarked
package io.lokivector.storage.file;

import org.jspecify.annotations.NullMarked;
