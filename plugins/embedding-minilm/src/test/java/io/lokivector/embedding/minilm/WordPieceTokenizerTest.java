package io.lokivector.embedding.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.lokivector.tck.TestSeed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares with the tokenizer that the model was published with. */
class WordPieceTokenizerTest {
    private static final int MAX_TOKENS = 512;

    private static HuggingFaceTokenizer oracle;

    private final WordPieceTokenizer tokenizer =
            new WordPieceTokenizer(ModelFiles.vocabulary(), MAX_TOKENS);

    @BeforeAll
    static void openOracle() throws IOException {
        try (InputStream file =
                ModelFiles.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            oracle =
                    HuggingFaceTokenizer.newInstance(
                            file, Map.of("padding", "false", "truncation", "false"));
        }
    }

    @AfterAll
    static void closeOracle() {
        oracle.close();
    }

    private void assertSame(String text) {
        assertArrayEquals(
                oracle.encode(text).getIds(),
                tokenizer.tokenize(text),
                () -> "of '" + escape(text) + "'");
    }

    private static String escape(String text) {
        final StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (c >= ' ' && c < 0x7f) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append("{%x}".formatted(c));
                    }
                });
        return escaped.toString();
    }

    @Test
    void theVocabularyIsWhole() {
        assertEquals(30_522, ModelFiles.vocabulary().size());
    }

    @Test
    void ordinaryTextsAreSplitAsPublished() {
        for (final String text :
                List.of(
                        "",
                        "   ",
                        "A place of security, where ships are kept safe.",
                        "unaffable antidisestablishmentarianism",
                        "don't re-enter: 3.14159 $5 (50%)",
                        "Füße ÄÖÜ naïve café É İstanbul ΌΔΥΣΣΕΎΣ",
                        "港は船の安全な場所 한국어 гавань ميناء हिन्दी",
                        "🚢⚓ 👩‍👩‍👧 x\u200by\u00adz",
                        "x".repeat(100),
                        "x".repeat(101),
                        "a\u0000b\ufffdc\u0085d\u2028e",
                        "tab\tline\nreturn\r\nnbsp\u00a0em\u2003")) {
            assertSame(text);
        }
    }

    @Test
    void randomTextsAreSplitAsPublished() {
        final Random random = new Random(TestSeed.current());
        for (int round = 0; round < 2_000; round++) {
            final StringBuilder text = new StringBuilder();
            final int length = random.nextInt(60);
            while (text.length() < length) {
                text.appendCodePoint(character(random));
            }
            assertSame(text.toString());
        }
    }

    /** Of blocks that no version of Unicode since the model's has changed. */
    private static int character(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> ' ';
            case 1 -> random.nextInt(0x20, 0x7f);
            case 2 -> random.nextInt(0xa0, 0x250);
            case 3 -> random.nextInt(0x391, 0x3a2);
            case 4 -> random.nextInt(0x410, 0x460);
            case 5 -> random.nextInt(0x2010, 0x2050);
            case 6 -> random.nextInt(0x4e00, 0x9000);
            default -> random.nextInt('a', 'z' + 1);
        };
    }

    @Test
    void aLongTextIsCutAndStillEndsProperly() {
        final WordPieceTokenizer small = new WordPieceTokenizer(ModelFiles.vocabulary(), 8);
        final long[] whole = tokenizer.tokenize("one two three four five six seven eight");
        final long[] cut = small.tokenize("one two three four five six seven eight");
        assertEquals(8, cut.length);
        for (int i = 0; i < 7; i++) {
            assertEquals(whole[i], cut[i]);
        }
        assertEquals(whole[whole.length - 1], cut[7]);
    }

    @Test
    void namesOfSpecialTokensInATextAreOrdinaryCharacters() {
        final long[] tokens = tokenizer.tokenize("[SEP]");
        assertEquals(5, tokens.length, "[CLS] [ sep ] [SEP]");
    }
}
