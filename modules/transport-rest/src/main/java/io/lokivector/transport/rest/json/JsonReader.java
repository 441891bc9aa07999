package io.lokivector.transport.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into plain values: null, Boolean, String, Long, Double, List, Map.
 *
 * <p>Whole numbers that fit are Long, all others Double. What other readers let pass is refused,
 * because it would be stored as something else than was sent: duplicate keys, numbers beyond the
 * range of a double, half a surrogate pair, anything after the value. Immutable.
 */
public final class JsonReader {
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_KEY_LENGTH = 10_000;

    private final JsonFactory factory;
    private final int maxDepth;

    /**
     * A reader.
     *
     * @param maxDepth how many lists and objects may stand inside each other
     */
    public JsonReader(int maxDepth) {
        this.maxDepth = maxDepth;
        this.factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        // One more than ours, so that our sentence is the one told.
                                        .maxNestingDepth(maxDepth + 1)
                                        .maxNumberLength(MAX_NUMBER_LENGTH)
                                        .maxNameLength(MAX_KEY_LENGTH)
                                        // The body as a whole is bounded by whoever opened it.
                                        .maxStringLength(Integer.MAX_VALUE)
                                        .build())
                        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                        // A shared table of all keys ever seen is memory that clients could fill.
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
    }

    /**
     * Reads the only value of a stream, which stays open.
     *
     * @throws LokiVectorException if it is not one JSON value; whatever the stream throws of that
     *     kind passes through
     */
    public @Nullable Object read(InputStream in) {
        try (JsonParser parser = factory.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            return readOnly(parser);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads the only value of some bytes. */
    public @Nullable Object read(byte[] bytes, int offset, int length) {
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            return readOnly(parser);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private @Nullable Object readOnly(JsonParser parser) throws IOException {
        final @Nullable JsonToken first = parser.nextToken();
        if (first == null) {
            throw bad("the body is empty; it must be JSON", parser);
        }
        final @Nullable Object value = value(first, parser, 0);
        if (parser.nextToken() != null) {
            throw bad("there is something after the end of the JSON value", parser);
        }
        return value;
    }

    private @Nullable Object value(@Nullable JsonToken token, JsonParser parser, int depth)
            throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> list(parser, depth + 1);
            case VALUE_STRING -> text(parser);
            case VALUE_NUMBER_INT -> wholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case null, default -> throw bad("the JSON ends too early", parser);
        };
    }

    private Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        checkDepth(parser, depth);
        final Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final String key = whole(parser.currentName(), parser);
            final @Nullable Object value = value(parser.nextToken(), parser, depth);
            final int before = object.size();
            object.put(key, value);
            if (object.size() == before) {
                throw bad("the key '" + shortened(key) + "' is there twice", parser);
            }
        }
        return object;
    }

    private List<@Nullable Object> list(JsonParser parser, int depth) throws IOException {
        checkDepth(parser, depth);
        final List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            list.add(value(token, parser, depth));
        }
        return list;
    }

    private void checkDepth(JsonParser parser, int depth) {
        if (depth > maxDepth) {
            throw bad("the JSON nests more than " + maxDepth + " levels deep", parser);
        }
    }

    private static String text(JsonParser parser) throws IOException {
        return whole(parser.getText(), parser);
    }

    /** Half a surrogate pair has no UTF-8 form: it could be stored, but never be sent back. */
    private static String whole(String text, JsonParser parser) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                final boolean isPair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw bad("a text has half a surrogate pair", parser);
                }
                i++;
            }
        }
        return text;
    }

    private static Object wholeNumber(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> number(parser);
        };
    }

    private static Double number(JsonParser parser) throws IOException {
        final double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw bad(
                    "the number " + shortened(parser.getText()) + " is too large for a double",
                    parser);
        }
        return number;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static LokiVectorException bad(String problem, JsonParser parser) {
        return bad(problem, parser.currentTokenLocation());
    }

    private static LokiVectorException bad(String problem, @Nullable JsonLocation location) {
        if (location == null) {
            return new LokiVectorException(ErrorCode.BAD_REQUEST, problem);
        }
        return new LokiVectorException(
                ErrorCode.BAD_REQUEST,
                problem
                        + " (line "
                        + location.getLineNr()
                        + ", column "
                        + location.getColumnNr()
                        + ")",
                Map.of("line", location.getLineNr(), "column", location.getColumnNr()));
    }

    /** The parser's own sentences name its classes and switches, so none of them is passed on. */
    private static LokiVectorException broken(IOException e) {
        return switch (e) {
            case final JsonEOFException eof -> bad("the JSON ends too early", eof.getLocation());
            case final StreamConstraintsException tooMuch ->
                    bad("a key or a number of the JSON is too long", tooMuch.getLocation());
            case final JsonProcessingException malformed ->
                    bad("this is not valid JSON", malformed.getLocation());
            default ->
                    new LokiVectorException(
                            ErrorCode.BAD_REQUEST, "the body ended before its announced end", e);
        };
    }
}
