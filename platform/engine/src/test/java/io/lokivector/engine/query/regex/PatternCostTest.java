package io.lokivector.engine.query.regex;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** No pattern and no text may keep a thread busy for long. */
class PatternCostTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final long STEPS_MAX = 5_000_000;

    @Test
    void patternsThatExplodeElsewhereAreAnsweredInLinearTime() {
        String text = "a".repeat(30_000) + "!";
        for (String pattern :
                List.of(
                        "(a+)+$",
                        "^([a-z]+)*$",
                        "(a|aa)+$",
                        "^(a|a?)+$",
                        "(.*a){12}b",
                        "^(a?){30}a{30}$",
                        "(?:a*)*b",
                        "(?:a|b|ab)*c")) {
            var compiled = ScriptPattern.compile(pattern, "", STEPS_MAX);
            assertTimeoutPreemptively(LONG, () -> assertFalse(compiled.find(text), pattern));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertTimeoutPreemptively(
                    LONG, () -> assertFalse(compiled.find(bytes, 0, bytes.length), pattern));
        }
    }

    @Test
    void backReferencesAndLookAroundsAreStoppedByTheStepLimit() {
        String text = "a".repeat(5_000) + "!";
        for (String pattern :
                List.of("^(a+)+\\1$", "(?=(a+)+$)b", "(?:(a*)*\\1)*$b", "(?=(?:a|a)*b)x")) {
            var compiled = ScriptPattern.compile(pattern, "", STEPS_MAX);
            assertTimeoutPreemptively(
                    LONG,
                    () ->
                            assertThrows(
                                    PatternTooCostlyException.class,
                                    () -> compiled.find(text),
                                    pattern));
        }
    }

    @Test
    void aPatternOfMoreStatesThanAreKeptIsStillAnswered() {
        var pattern = ScriptPattern.compile("[ab]*a[ab]{14}c", "", STEPS_MAX);
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 0; length < 200; length++) {
                text.append((char) ('a' + random.nextInt(2)));
            }
            text.append('c');
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            boolean expected = text.charAt(text.length() - 16) == 'a';
            Assertions.assertEquals(expected, pattern.find(bytes, 0, bytes.length));
        }
    }

    @Test
    void longTextsNeedNoStack() {
        String text = "ab".repeat(300_000);
        assertTrue(ScriptPattern.compile("^(?:a|b)*$", "", 10_000_000).find(text));
        assertTrue(ScriptPattern.compile("(a|b)+?$", "", 10_000_000).find(text));
    }

    @Test
    void aQueryReportsACostlyPatternToTheClient() {
        Query query =
                Query.parse(Map.of("s", Map.of("$regex", "^(a+)+\\1$")), QueryLimits.standard());
        var refused =
                assertThrows(
                        LokiVectorException.class,
                        () -> query.matches(Map.of("s", "a".repeat(5_000) + "!")));
        Assertions.assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        assertTrue(refused.problem().contains("steps"), refused.problem());
    }
}
