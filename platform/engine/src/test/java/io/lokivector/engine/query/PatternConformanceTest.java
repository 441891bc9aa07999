package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.engine.query.regex.MalformedPatternException;
import io.lokivector.engine.query.regex.ScriptPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Thousands of generated patterns must find what a JavaScript engine found. */
class PatternConformanceTest {
    private static final List<Recording> RECORDINGS =
            Recording.load("/conformance/patterns.jsonl.gz");

    @Test
    void patternsFindWhatAJavaScriptEngineFinds() {
        assertEquals(4000, RECORDINGS.size());
        for (Recording recording : RECORDINGS) {
            Map<String, @Nullable Object> fields = recording.fields();
            Object expected =
                    fields.containsKey("error") ? "refused" : Recording.get(fields, "found");
            assertEquals(expected, found(fields), () -> fields.toString());
        }
    }

    private static Object found(Map<String, @Nullable Object> fields) {
        try {
            var pattern =
                    ScriptPattern.compile(
                            Recording.get(fields, "pattern"),
                            Recording.get(fields, "flags"),
                            1_000_000);
            List<Boolean> found = new ArrayList<>();
            for (String text : Recording.<List<String>>get(fields, "texts")) {
                boolean isFound = pattern.find(text);
                found.add(isFound);
                if (TextRangeTest.isStorable(text)) {
                    byte[] bytes = ("?" + text + "?").getBytes(StandardCharsets.UTF_8);
                    assertEquals(
                            isFound,
                            pattern.find(bytes, 1, bytes.length - 1),
                            () -> fields + " in the bytes of " + text);
                }
            }
            return found;
        } catch (MalformedPatternException _) {
            return "refused";
        }
    }
}
