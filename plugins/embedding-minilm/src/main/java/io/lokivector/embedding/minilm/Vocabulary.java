package io.lokivector.embedding.minilm;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The pieces of words a network knows, by their numbers. Immutable. */
final class Vocabulary {
    private static final String SECTION = "\"vocab\"";

    private final Map<String, Integer> numbers;

    private Vocabulary(Map<String, Integer> numbers) {
        this.numbers = numbers;
    }

    /**
     * Reads the vocabulary of a {@code tokenizer.json} of the Hugging Face tokenizers: the JSON
     * object {@code vocab}, a flat map of piece to number. The rest of the file is not looked at.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Vocabulary parse(String tokenizerJson) {
        final int section = tokenizerJson.indexOf(SECTION);
        final int start = section < 0 ? -1 : tokenizerJson.indexOf('{', section + SECTION.length());
        if (start < 0) {
            throw new IllegalArgumentException("the tokenizer file has no vocabulary");
        }
        return new Vocabulary(new Scanner(tokenizerJson, start + 1).pieces());
    }

    /** The number of a piece, if it is known. */
    OptionalInt find(String piece) {
        final @Nullable Integer number = numbers.get(piece);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * The number of a piece that every such network knows.
     *
     * @throws IllegalArgumentException if this one does not
     */
    int require(String piece) {
        return find(piece)
                .orElseThrow(() -> new IllegalArgumentException("the vocabulary has no " + piece));
    }

    int size() {
        return numbers.size();
    }

    /** Walks over {@code "piece": number, ...}. */
    private static final class Scanner {
        private final String json;
        private int position;

        Scanner(String json, int position) {
            this.json = json;
            this.position = position;
        }

        Map<String, Integer> pieces() {
            final Map<String, Integer> pieces = HashMap.newHashMap(32_000);
            while (next() != '}') {
                if (json.charAt(position) == ',') {
                    position++;
                    next();
                }
                final String piece = text();
                if (next() != ':') {
                    throw malformed();
                }
                position++;
                pieces.put(piece, number());
            }
            return pieces;
        }

        private char next() {
            while (position < json.length() && Character.isWhitespace(json.charAt(position))) {
                position++;
            }
            if (position == json.length()) {
                throw malformed();
            }
            return json.charAt(position);
        }

        private int number() {
            next();
            final int start = position;
            while (position < json.length() && Character.isDigit(json.charAt(position))) {
                position++;
            }
            if (start == position) {
                throw malformed();
            }
            return Integer.parseInt(json, start, position, 10);
        }

        private String text() {
            if (json.charAt(position) != '"') {
                throw malformed();
            }
            final StringBuilder text = new StringBuilder();
            for (position++; position < json.length(); position++) {
                final char c = json.charAt(position);
                if (c == '"') {
                    position++;
                    return text.toString();
                }
                text.append(c == '\\' ? escaped() : c);
            }
            throw malformed();
        }

        private char escaped() {
            position++;
            final char c = position < json.length() ? json.charAt(position) : '"';
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    if (position + 4 >= json.length()) {
                        throw malformed();
                    }
                    position += 4;
                    yield (char) Integer.parseInt(json, position - 3, position + 1, 16);
                }
                default -> c;
            };
        }

        private IllegalArgumentException malformed() {
            return new IllegalArgumentException(
                    "the vocabulary is malformed at character " + position);
        }
    }
}
