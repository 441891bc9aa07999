package io.lokivector.engine.feed;

/**
 * A part of the log: a space of the storage.
 *
 * @param first the number from which on it has changes
 * @param skipped how many of the numbers below {@code first} no change has
 */
record Segment(long first, long skipped) implements Comparable<Segment> {
    private static final String PREFIX = "changes/log/";

    static boolean isSpace(String space) {
        return space.startsWith(PREFIX);
    }

    static Segment ofSpace(String space) {
        final int dot = space.indexOf('.');
        return new Segment(
                Long.parseLong(space.substring(PREFIX.length(), dot)),
                Long.parseLong(space.substring(dot + 1)));
    }

    String space() {
        return PREFIX + first + "." + skipped;
    }

    /** How many changes there are up to a number. */
    long changesUpTo(long number, long skippedBelow) {
        return number - skippedBelow - (first - 1 - skipped);
    }

    @Override
    public int compareTo(Segment other) {
        return Long.compare(first, other.first);
    }
}
