/** A storage engine on RocksDB, a log-structured merge tree. */
@NullMarked
package io.lokivector.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
