package io.lokivector.engine.collection;

import io.lokivector.spi.request.Change.Operation;
import io.lokivector.spi.storage.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The changes of one shard, a record for each batch, under the sequence number of its last change;
 * written while the collection has vector indexes, which catch up from it.
 *
 * <p>The bytes of a record, big-endian: version (1 byte, 1), the time in epoch milliseconds (8),
 * the sequence number of its first change (8), then for each change the operation (1 byte: I, U or
 * R) and the {@code $loki} (8).
 */
final class ChangeLog {
    private static final byte VERSION = 1;

    private ChangeLog() {}

    /** One change. */
    record Change(Operation operation, long id) {}

    static byte[] encode(long timeMs, long firstSequence, List<Change> changes) {
        final ByteBuffer bytes = ByteBuffer.allocate(17 + 9 * changes.size());
        bytes.put(VERSION).putLong(timeMs).putLong(firstSequence);
        for (final Change change : changes) {
            bytes.put((byte) change.operation().letter()).putLong(change.id());
        }
        return bytes.array();
    }

    /**
     * The documents that changed after a sequence number.
     *
     * @param until the newest sequence number
     * @return empty if the log does not reach back that far
     */
    static Optional<Set<Long>> changedSince(
            Snapshot snapshot, String space, long since, long until) {
        final Set<Long> ids = new LinkedHashSet<>();
        long expected = since + 1;
        try (Snapshot.Scan scan =
                snapshot.scan(space, Spaces.key(since + 1), Spaces.key(Long.MAX_VALUE))) {
            while (scan.next()) {
                final ByteBuffer bytes = ByteBuffer.wrap(scan.value());
                if (bytes.get() != VERSION) {
                    return Optional.empty();
                }
                bytes.getLong();
                if (bytes.getLong() > expected) {
                    return Optional.empty();
                }
                while (bytes.hasRemaining()) {
                    bytes.get();
                    ids.add(bytes.getLong());
                }
                expected = Spaces.readLong(scan.key()) + 1;
            }
        }
        return expected > until ? Optional.of(ids) : Optional.empty();
    }

    /** The keys of records all of whose changes are at or below a sequence number. */
    static List<byte[]> keysUpTo(Snapshot snapshot, String space, long sequence, int atMost) {
        final List<byte[]> keys = new ArrayList<>();
        try (Snapshot.Scan scan = snapshot.scan(space, new byte[] {0}, Spaces.key(sequence + 1))) {
            while (keys.size() < atMost && scan.next()) {
                keys.add(scan.key().clone());
            }
        }
        return keys;
    }

    /** The sequence number of the oldest record. */
    static OptionalLong oldest(Snapshot snapshot, String space) {
        try (Snapshot.Scan scan = snapshot.scan(space)) {
            return scan.next()
                    ? OptionalLong.of(Spaces.readLong(scan.key()))
                    : OptionalLong.empty();
        }
    }
}
