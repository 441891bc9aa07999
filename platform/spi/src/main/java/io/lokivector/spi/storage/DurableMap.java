package io.lokivector.spi.storage;

import java.util.Map;
import java.util.Optional;

/**
 * A small map of a component's own, kept in the database and backed up with it.
 *
 * <p>For thousands of entries, not millions. A change is durable when the call returns.
 * Thread-safe.
 */
public interface DurableMap {
    /** The value of a key; the array belongs to the caller. */
    Optional<byte[]> get(String key);

    /** Sets the value of a key (1 to 256 characters). */
    void put(String key, byte[] value);

    /** Removes a key, if it is there. */
    void remove(String key);

    /** All entries by key, a copy. */
    Map<String, byte[]> entries();
}
