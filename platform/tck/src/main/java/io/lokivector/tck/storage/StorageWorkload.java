package io.lokivector.tck.storage;

import io.lokivector.spi.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random batches: few keys, so that they meet often, and values of every awkward size. */
final class StorageWorkload {
    private static final List<String> SPACES = List.of("a", "a/b", "docs.0", "z");

    private final RandomGenerator random;
    private final int maxValueBytes;

    StorageWorkload(RandomGenerator random, int maxValueBytes) {
        this.random = random;
        this.maxValueBytes = maxValueBytes;
    }

    List<WriteBatch> batches(int count) {
        final List<WriteBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(batch());
        }
        return batches;
    }

    WriteBatch batch() {
        final WriteBatch batch = new WriteBatch();
        final int writes = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(6);
        for (int i = 0; i < writes; i++) {
            final String space = space();
            switch (random.nextInt(40)) {
                case 0 -> batch.dropSpace(space);
                case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> batch.delete(space, key());
                default -> batch.put(space, key(), value());
            }
        }
        return batch;
    }

    String space() {
        return SPACES.get(random.nextInt(SPACES.size()));
    }

    /** A key; many are prefixes of others, and bytes above 127 must sort above those below. */
    byte[] key() {
        final byte[] key = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 3)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(4) * 85);
        }
        return key;
    }

    private byte[] value() {
        final int length =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(maxValueBytes + 1);
                    default -> random.nextInt(24);
                };
        final byte[] value = new byte[length];
        random.nextBytes(value);
        return value;
    }
}
