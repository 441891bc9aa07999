package io.lokivector.engine.feed;

import java.nio.ByteBuffer;

/**
 * Which numbers may have been given, as it is stored: three numbers of 8 bytes.
 *
 * @param upTo none above this has been given
 * @param skipped how many of them no change has, as far as that is known
 * @param openedAt numbers up to this one are accounted for in {@code skipped}
 */
record Reservation(long upTo, long skipped, long openedAt) {
    static final Reservation NONE = new Reservation(0, 0, 0);

    /**
     * What is known when the log is opened.
     *
     * @param newest the number of the newest change that is there
     */
    Reservation openedWith(long newest) {
        return new Reservation(upTo, skipped + upTo - Math.max(newest, openedAt), upTo);
    }

    byte[] encode() {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(upTo)
                .putLong(skipped)
                .putLong(openedAt)
                .array();
    }

    static Reservation decode(byte[] encoded) {
        final ByteBuffer bytes = ByteBuffer.wrap(encoded);
        return new Reservation(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
