package io.lokivector.embedding.minilm;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Splits a text into the numbers that a BERT network reads: {@code [CLS]}, pieces of words, {@code
 * [SEP]}.
 *
 * <p>The uncased tokenizer of Devlin et al., "BERT: Pre-training of Deep Bidirectional
 * Transformers" (2019), section 4.1 and its published code: control characters go, letters are
 * lowered and lose their accents, punctuation marks and Chinese characters stand alone, and a word
 * is cut greedily into the longest pieces known (WordPiece). {@code "[SEP]"} and its like inside a
 * text are ordinary characters.
 *
 * <p>The text is read no further than needed: cutting costs nothing. Immutable.
 */
final class WordPieceTokenizer {
    /** A longer word is unknown as a whole. */
    private static final int MAX_WORD_CHARACTERS = 100;

    private static final String CONTINUED = "##";

    private final Vocabulary vocabulary;
    private final int maxTokens;
    private final int begin;
    private final int end;
    private final int unknown;

    /**
     * A tokenizer.
     *
     * @param maxTokens the most tokens of a text, the two around it included
     */
    WordPieceTokenizer(Vocabulary vocabulary, int maxTokens) {
        this.vocabulary = vocabulary;
        this.maxTokens = maxTokens;
        this.begin = vocabulary.require("[CLS]");
        this.end = vocabulary.require("[SEP]");
        this.unknown = vocabulary.require("[UNK]");
    }

    /** The tokens of a text, at least 2. */
    long[] tokenize(String text) {
        final Run run = new Run();
        int position = 0;
        while (position < text.length() && !run.isFull()) {
            final int c = text.codePointAt(position);
            run.read(c);
            position += Character.charCount(c);
        }
        return run.finish();
    }

    /** One text on its way. */
    private final class Run {
        private long[] tokens = new long[Math.min(maxTokens, 64)];
        private int count;

        /** The word at hand, as code points; one more than allowed is enough to know. */
        private final int[] word = new int[MAX_WORD_CHARACTERS + 1];

        private int length;

        Run() {
            add(begin);
        }

        boolean isFull() {
            return count >= maxTokens - 1;
        }

        void read(int c) {
            if (isSpace(c)) {
                endWord();
            } else if (c != 0xFFFD && !isOther(c)) {
                if (isChinese(c)) {
                    endWord();
                    normalize(c);
                    endWord();
                } else {
                    normalize(c);
                }
            }
        }

        private void normalize(int c) {
            if (c < 0x80) {
                append(Character.toLowerCase(c));
                return;
            }
            Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                    .codePoints()
                    .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                    .map(Character::toLowerCase)
                    .forEach(this::append);
        }

        private void append(int c) {
            if (isSpace(c)) {
                endWord();
            } else if (isPunctuation(c)) {
                endWord();
                word[length++] = c;
                endWord();
            } else if (length < word.length) {
                word[length++] = c;
            }
        }

        private void endWord() {
            if (length == 0) {
                return;
            }
            if (length > MAX_WORD_CHARACTERS) {
                add(unknown);
            } else {
                addPieces();
            }
            length = 0;
        }

        private void addPieces() {
            final int before = count;
            int start = 0;
            while (start < length) {
                int stop = length;
                OptionalInt piece = OptionalInt.empty();
                while (stop > start && piece.isEmpty()) {
                    final String part = new String(word, start, stop - start);
                    piece = vocabulary.find(start == 0 ? part : CONTINUED + part);
                    stop--;
                }
                if (piece.isEmpty()) {
                    // One unknown piece makes the whole word unknown.
                    count = before;
                    add(unknown);
                    return;
                }
                add(piece.getAsInt());
                start = stop + 1;
            }
        }

        private void add(int token) {
            if (count == tokens.length) {
                tokens = Arrays.copyOf(tokens, tokens.length * 2);
            }
            tokens[count++] = token;
        }

        long[] finish() {
            endWord();
            count = Math.min(count, maxTokens - 1);
            add(end);
            return Arrays.copyOf(tokens, count);
        }
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isOther(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    /** The blocks of Chinese characters, which are written without spaces between words. */
    private static boolean isChinese(int c) {
        return c >= 0x4E00 && c <= 0x9FFF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2B73F
                || c >= 0x2B740 && c <= 0x2B81F
                || c >= 0x2B920 && c <= 0x2CEAF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
