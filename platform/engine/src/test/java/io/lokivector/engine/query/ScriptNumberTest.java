package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptNumberTest {

    @Test
    void textStandsForTheNumberItSpells() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("", 0.0);
        numbers.put(" \u00A0\uFEFF\u2003\n", 0.0);
        numbers.put(" 7 ", 7.0);
        numbers.put("+4", 4.0);
        numbers.put("-.5e-1", -0.05);
        numbers.put("5.", 5.0);
        numbers.put("1E3", 1000.0);
        numbers.put("0x1F", 31.0);
        numbers.put("0b101", 5.0);
        numbers.put("0o17", 15.0);
        numbers.put("0x" + "f".repeat(3000), Double.POSITIVE_INFINITY);
        numbers.put("0x" + "0".repeat(3000) + "1", 1.0);
        numbers.put("-Infinity", Double.NEGATIVE_INFINITY);
        numbers.put("010", 10.0);
        numbers.forEach((text, number) -> assertEquals(number, ScriptNumber.parse(text), text));
    }

    @Test
    void otherTextStandsForNoNumber() {
        for (String text :
                List.of(
                        "a",
                        ".",
                        "+",
                        "-",
                        "1e",
                        "1e+",
                        "1 2",
                        "--1",
                        "0x",
                        "0xg",
                        "-0x1",
                        "1_000",
                        "1d",
                        "1f",
                        "Inf",
                        "infinity",
                        "NaN",
                        "٣",
                        "1,2",
                        "\u00851")) {
            assertEquals(Double.NaN, ScriptNumber.parse(text), text);
        }
    }

    @Test
    void numbersAreWrittenInTheirShortestForm() {
        Map<Number, String> texts = new LinkedHashMap<>();
        texts.put(1L, "1");
        texts.put(-7, "-7");
        texts.put(1.0, "1");
        texts.put(-0.0, "0");
        texts.put(2.5, "2.5");
        texts.put(1e21, "1e+21");
        texts.put(1e20, "100000000000000000000");
        texts.put(1.5e-7, "1.5e-7");
        texts.put(0.000001, "0.000001");
        texts.put(123456.789, "123456.789");
        texts.put(Double.NaN, "NaN");
        texts.put(Double.NEGATIVE_INFINITY, "-Infinity");
        texts.forEach((number, text) -> assertEquals(text, ScriptNumber.format(number)));
    }
}
