package io.lokivector.engine.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The field names of a collection, numbered from 1 in the order they were first seen.
 *
 * <p>Numbers never change, and names are never forgotten, so whatever is encoded stays readable.
 * Thread-safe.
 */
public final class FieldNames {
    /** Beyond this many, names are spelled out in the documents. */
    public static final int MAX_NAMES = 65_536;

    private static final int RECENT = 256;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    /**
     * Names that were looked for, by hash: a document that is written asks for a dozen, and this is
     * quicker than the map. Threads may overwrite each other's, as what they write is immutable.
     */
    private final @Nullable Numbered[] recent = new @Nullable Numbered[RECENT];

    private volatile String[] names = new String[16];
    private volatile int count;

    private final int capacity;

    /** A name with its number. */
    private record Numbered(String name, int number) {}

    /** No names yet. */
    public FieldNames() {
        this(MAX_NAMES);
    }

    private FieldNames(int capacity) {
        this.capacity = capacity;
    }

    /** Never gives a number, so that what is encoded can be read by itself. */
    public static FieldNames spelledOut() {
        return new FieldNames(0);
    }

    /**
     * Names in the order of their numbers, as they were stored.
     *
     * @param stored the first has the number 1
     */
    public FieldNames(List<String> stored) {
        this(MAX_NAMES);
        for (final String name : stored) {
            add(name);
        }
    }

    /** How many names have numbers. */
    public int size() {
        return count;
    }

    /** The number of a name, given now if it has none; 0 if the numbers are used up. */
    int numberFor(String name) {
        final int known = find(name);
        return known == 0 ? add(name) : known;
    }

    /** The number of a name, or 0 if it has none. */
    int find(String name) {
        final int hash = name.hashCode();
        final int place = (hash ^ hash >>> 16) & RECENT - 1;
        final @Nullable Numbered lately = recent[place];
        if (lately != null && lately.name.equals(name)) {
            return lately.number;
        }
        final @Nullable Integer known = numbers.get(name);
        if (known == null) {
            return 0;
        }
        recent[place] = new Numbered(name, known);
        return known;
    }

    /** The name of a number from 1 to {@link #size()}. */
    public String name(int number) {
        return names[number - 1];
    }

    /** The names with numbers above {@code from}, in order. */
    public List<String> namesAbove(int from) {
        final int until = count;
        if (from == until) {
            return List.of();
        }
        final List<String> result = new ArrayList<>(until - from);
        for (int number = from + 1; number <= until; number++) {
            result.add(name(number));
        }
        return result;
    }

    private synchronized int add(String name) {
        final @Nullable Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (count >= capacity) {
            return 0;
        }
        if (count == names.length) {
            final String[] wider = new String[count * 2];
            System.arraycopy(names, 0, wider, 0, count);
            names = wider;
        }
        names[count] = name;
        // The volatile write publishes the name before anyone can learn its number.
        count = count + 1;
        numbers.put(name, count);
        return count;
    }
}
