package io.lokivector.engine.query.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of characters, such as {@code [a-z_]} or {@code \d}. */
final class CharacterSet {
    static final CharacterSet DIGIT = of(c -> c >= '0' && c <= '9');
    static final CharacterSet WORD = of(CharacterSet::isWord);
    static final CharacterSet SPACE = of(CharacterSet::isSpace);
    static final CharacterSet ANY = of(_ -> true);
    static final CharacterSet NOT_LINE_END = of(c -> !isLineEnd(c));

    /** Under flags i and u the long s and the Kelvin sign are cases of s and k. */
    static final CharacterSet WORD_IGNORING_CASE = of(c -> isWord(c) || c == 0x17F || c == 0x212A);

    private final IntPredicate members;

    private CharacterSet(IntPredicate members) {
        this.members = members;
    }

    static CharacterSet of(IntPredicate members) {
        return new CharacterSet(members);
    }

    boolean contains(int character) {
        return members.test(character);
    }

    CharacterSet complement() {
        return of(members.negate());
    }

    /** This set, with a character inside if any character of the same letter is inside. */
    CharacterSet ignoringCase(boolean unicode) {
        return of(c -> members.test(c) || LetterCase.anyVariant(c, unicode, members));
    }

    static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }

    static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
    }

    /**
     * White space of the dialect: Unicode's space separators and a few controls, but not U+0085.
     */
    static boolean isSpace(int c) {
        return switch (c) {
            case '\t', '\n', 0x0B, '\f', '\r', 0x2028, 0x2029, 0xFEFF -> true;
            default -> Character.getType(c) == Character.SPACE_SEPARATOR;
        };
    }

    /** Collects the members of a bracketed set. */
    static final class Builder {
        private final List<int[]> ranges = new ArrayList<>();
        private final List<CharacterSet> sets = new ArrayList<>();

        void addRange(int first, int last) {
            ranges.add(new int[] {first, last});
        }

        void addSet(CharacterSet set) {
            sets.add(set);
        }

        CharacterSet build() {
            int[][] bounds = ranges.toArray(int[][]::new);
            CharacterSet[] parts = sets.toArray(CharacterSet[]::new);
            return of(c -> inRanges(bounds, c) || inSets(parts, c));
        }

        private static boolean inRanges(int[][] bounds, int c) {
            for (int[] range : bounds) {
                if (c >= range[0] && c <= range[1]) {
                    return true;
                }
            }
            return false;
        }

        private static boolean inSets(CharacterSet[] parts, int c) {
            for (CharacterSet part : parts) {
                if (part.contains(c)) {
                    return true;
                }
            }
            return false;
        }
    }
}
