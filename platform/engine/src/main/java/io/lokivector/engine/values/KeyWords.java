package io.lokivector.engine.values;

import io.lokivector.engine.query.KeyWriter;
import io.lokivector.engine.values.KeyRanges.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says in words what ranges of keys mean, for people who look into a plan. */
final class KeyWords {
    private static final int RANGES_MAX = 20;
    private static final int TEXT_LENGTH_MAX = 60;

    private KeyWords() {}

    static List<String> of(List<Range> ranges) {
        final List<String> words = new ArrayList<>();
        for (final Range range : ranges.subList(0, Math.min(ranges.size(), RANGES_MAX))) {
            words.add(of(range));
        }
        if (ranges.size() > RANGES_MAX) {
            words.add("and " + (ranges.size() - RANGES_MAX) + " more");
        }
        return words;
    }

    private static String of(Range range) {
        if (range.isPoint()) {
            return "= " + values(range.from());
        }
        return lower(range.from()) + " and " + upper(range.to());
    }

    private static String lower(byte[] bound) {
        final boolean isAfter = endsWith(bound, KeyWriter.AFTER);
        return (isAfter ? "> " : ">= ") + values(isAfter ? withoutEnd(bound) : bound);
    }

    private static String upper(byte[] bound) {
        final boolean isAfter = endsWith(bound, KeyWriter.AFTER);
        return (isAfter ? "<= " : "< ") + values(isAfter ? withoutEnd(bound) : bound);
    }

    private static boolean endsWith(byte[] bound, int octet) {
        return bound.length > 0 && bound[bound.length - 1] == (byte) octet;
    }

    private static byte[] withoutEnd(byte[] bound) {
        return Arrays.copyOf(bound, bound.length - 1);
    }

    /** Several values in brackets. */
    private static String values(byte[] key) {
        final List<String> values = new ArrayList<>();
        int at = 0;
        while (at < key.length) {
            if (key[at] < KeyWriter.NOT_A_NUMBER) {
                // What follows a value only tells it from others of its rank.
                at++;
                continue;
            }
            if (at + 1 == key.length && key[at] >= KeyWriter.NUMBER) {
                values.add(
                        switch (key[at]) {
                            case KeyWriter.NUMBER -> "all numbers";
                            case KeyWriter.TEXT -> "all other texts";
                            default -> "the end";
                        });
                break;
            }
            final int end = Math.min(key.length, KeyWriter.endOfRank(key, at, key.length));
            values.add(value(key, at, end));
            at = end;
            if (at < key.length && key[at] == KeyWriter.OTHER && key[at - 1] != KeyWriter.NOTHING) {
                at = textEnd(key, at + 1);
            }
        }
        return values.size() == 1 ? values.get(0) : values.toString();
    }

    private static int textEnd(byte[] key, int from) {
        int at = from;
        while (at < key.length && key[at] != 0) {
            at++;
        }
        return Math.min(key.length, at + 1);
    }

    private static String value(byte[] key, int from, int to) {
        return switch (key[from]) {
            case KeyWriter.NOT_A_NUMBER -> "NaN";
            case KeyWriter.NOTHING -> "null";
            case KeyWriter.FALSE -> "false";
            case KeyWriter.TRUE -> "true";
            case KeyWriter.EMPTY_TEXT -> "\"\"";
            case KeyWriter.NUMBER -> KeyWriter.numberAt(key, from, to);
            default -> '"' + shortened(KeyWriter.textAt(key, from + 1, to)) + '"';
        };
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…";
    }
}
