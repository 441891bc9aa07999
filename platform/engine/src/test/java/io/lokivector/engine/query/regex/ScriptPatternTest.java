package io.lokivector.engine.query.regex;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptPatternTest {
    private static final long STEPS_MAX = 1_000_000;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ' ',
            textBlock =
                    """
                    # pattern flags text
                    ^a.c$ `` abc
                    ^[^\\d\\s]+$ `` abc
                    ^\\w+$ `` az_09
                    (a|b)*c `` ababc
                    ^(?:ab){2,3}$ `` ababab
                    ^a{0}b$ `` b
                    a{,2} `` a{,2}
                    x{ `` x{
                    ^]$ `` ]
                    ^[]?$ `` ``
                    ^[^]$ `` z
                    (?=.*\\d)(?=.*[a-z])^.{4,}$ `` ab1c
                    (?<!\\$)\\b\\d+ `` €42
                    (?<=(\\d+)x)y `` 12xy
                    ^(.)(.)\\2\\1$ `` abba
                    ^(?<q>['"]).*\\k<q>$ `` 'x'
                    \\k<q> `` k<q>
                    ^(?:(a)|b)*\\1$ `` ab
                    ^(a*)*$ `` aaa
                    (z)((a+)?(b+)?(c))* `` zaacbbbcac
                    ^\\cJ?\\x41\\u0042\\103$ `` ABC
                    \\p{L} `` p{L}
                    ^\\p{Script=Greek}+$ u αβγ
                    ^\\P{Lu}$ u a
                    ^\\p{Emoji_Presentation}$ u 😀
                    ^[😀-😂]$ u 😁
                    ^\\u{1F600}$ u 😀
                    ^\\ud83d\\ude00$ u 😀
                    ^..$ `` 😀
                    ÄÖ i äö
                    [à-ý] i É
                    ſ iu S
                    \\u212a iu k
                    ^b$ m b
                    """)
    void matches(String pattern, String flags, String text) {
        assertTrue(find(pattern, flags, text));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ' ',
            textBlock =
                    """
                    # pattern flags text
                    ^.$ `` 😀
                    ^\\w$ `` é
                    ^\\d$ `` ٣
                    [] `` a
                    ß i SS
                    ſ i S
                    \\u212a i k
                    ı iu I
                    ^(.)(.)\\2\\1$ `` abab
                    (?<!a)b `` ab
                    a(?!b) `` ab
                    ^b y ab
                    b y ab
                    """)
    void doesNotMatch(String pattern, String flags, String text) {
        assertFalse(find(pattern, flags, text));
    }

    @Test
    void anchorsKnowLinesOnlyUnderFlagM() {
        assertFalse(find("a$", "", "a\n"));
        assertTrue(find("a$", "m", "a\n"));
        assertTrue(find("^b", "m", "a\r\nb"));
        assertTrue(find("^$", "m", "a\n\nb"));
        assertFalse(find("^b", "", "a\nb"));
        for (String lineEnd : List.of("\n", "\r", "\u2028", "\u2029")) {
            assertTrue(find("a.b", "s", "a" + lineEnd + "b"));
            assertFalse(find("a.b", "", "a" + lineEnd + "b"));
        }
    }

    @Test
    void whiteSpaceIsThatOfTheDialect() {
        for (int c : new int[] {'\t', ' ', 0xA0, 0x1680, 0x2003, 0x2028, 0x3000, 0xFEFF}) {
            assertTrue(find("^\\s$", "", Character.toString(c)), Integer.toHexString(c));
        }
        assertFalse(find("\\s", "", "\u0085\u200B"));
    }

    @Test
    void malformedPatternsAreRefused() {
        for (String pattern :
                List.of(
                        "(",
                        ")",
                        "[",
                        "*a",
                        "a**",
                        "{1}",
                        "a{2,1}",
                        "[b-a]",
                        "\\",
                        "(?<n",
                        "(?<1>a)",
                        "(?<n>a)(?<n>b)",
                        "(?i:a)",
                        "^*",
                        "(?<=a)*")) {
            assertThrows(MalformedPatternException.class, () -> find(pattern, "", ""), pattern);
        }
        for (String pattern :
                List.of(
                        "]",
                        "{",
                        "\\-",
                        "\\1",
                        "\\u{110000}",
                        "\\p{Nope}",
                        "\\pL",
                        "[\\d-z]",
                        "(?=a)*",
                        "\\07")) {
            assertThrows(MalformedPatternException.class, () -> find(pattern, "u", ""), pattern);
        }
        for (String flags : List.of("x", "ii", "I", "v")) {
            assertThrows(MalformedPatternException.class, () -> find("a", flags, ""), flags);
        }
    }

    @Test
    void hugePatternsAreRefused() {
        for (String pattern :
                List.of(
                        "(".repeat(5000),
                        "((a{99}){99}){99}",
                        "(?:".repeat(200) + ")".repeat(200))) {
            assertThrows(MalformedPatternException.class, () -> find(pattern, "", ""));
        }
        assertTrue(find("^(?:(?:){999999999}){999999999}$", "", ""));
    }

    private static boolean find(String pattern, String flags, String text) {
        return ScriptPattern.compile(pattern, flags, STEPS_MAX).find(text);
    }
}
