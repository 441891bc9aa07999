package io.lokivector.engine.query.regex;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Equality of letters under the {@code i} flag.
 *
 * <p>Without {@code u} two characters are one letter if their upper cases are the same single
 * character and no ASCII letter meets a letter beyond ASCII; with {@code u} if their simple case
 * foldings are the same (ECMA-262, Canonicalize).
 */
final class LetterCase {
    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;

    private LetterCase() {}

    /** The character that stands for all cases of a letter. */
    static int canonical(int c, boolean unicode) {
        if (c < 128) {
            boolean small = c >= 'a' && c <= 'z';
            boolean capital = c >= 'A' && c <= 'Z';
            if (unicode) {
                return capital ? c + 32 : c;
            }
            return small ? c - 32 : c;
        }
        return unicode ? fold(c) : upper(c);
    }

    /** Whether a character of the same letter, other than {@code c} itself, is a member. */
    static boolean anyVariant(int c, boolean unicode, IntPredicate members) {
        int canonical = canonical(c, unicode);
        int small = Character.toLowerCase(c);
        int capital = Character.toUpperCase(c);
        return isVariant(canonical, canonical, unicode, members)
                || isVariant(small, canonical, unicode, members)
                || isVariant(capital, canonical, unicode, members)
                || isVariant(Character.toTitleCase(c), canonical, unicode, members)
                || isVariant(Character.toLowerCase(capital), canonical, unicode, members)
                || isVariant(Character.toUpperCase(small), canonical, unicode, members);
    }

    private static boolean isVariant(
            int candidate, int canonical, boolean unicode, IntPredicate members) {
        return members.test(candidate) && canonical(candidate, unicode) == canonical;
    }

    private static int fold(int c) {
        if (c == DOTTED_CAPITAL_I || c == DOTLESS_SMALL_I) {
            return c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static int upper(int c) {
        String capital = Character.toString(c).toUpperCase(Locale.ROOT);
        boolean single = capital.length() == Character.charCount(c);
        return single && capital.codePointAt(0) >= 128 ? capital.codePointAt(0) : c;
    }
}
