package io.lokivector.transport.rest.json;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads NDJSON: a document a line, one line in memory at a time. Blank lines are skipped; faults
 * name the line, counted from 1. For one thread.
 */
public final class DocumentLines implements Iterator<Map<String, @Nullable Object>> {
    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream in;
    private final JsonReader json;
    private final int maxLineBytes;

    private byte[] buffer = new byte[CHUNK_BYTES];
    private int start;
    private int end;
    private boolean isAtEnd;
    private long line;
    private @Nullable Map<String, @Nullable Object> next;

    /**
     * Reads from a stream, which whoever opened it closes.
     *
     * @param maxLineBytes how long a line may be
     */
    public DocumentLines(InputStream in, JsonReader json, long maxLineBytes) {
        this.in = in;
        this.json = json;
        this.maxLineBytes = (int) Math.min(maxLineBytes, Integer.MAX_VALUE - CHUNK_BYTES);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            final int newline = nextNewline();
            if (newline < 0) {
                return false;
            }
            line++;
            checkLength(newline - start, line);
            next = documentIn(start, newline);
            start = Math.min(newline + 1, end);
        }
        return true;
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        final Map<String, @Nullable Object> document = next;
        next = null;
        return document;
    }

    /** Where the line that begins at {@code start} ends; negative if there is no further line. */
    private int nextNewline() {
        int from = start;
        while (true) {
            for (int i = from; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            if (isAtEnd) {
                return start < end ? end : -1;
            }
            final int pending = end - start;
            fill();
            from = start + pending;
        }
    }

    private void fill() {
        final int pending = end - start;
        checkLength(pending, line + 1);
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, pending);
        }
        if (pending == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, maxLineBytes + 1L));
        }
        start = 0;
        end = pending;
        try {
            final int read = in.read(buffer, end, buffer.length - end);
            isAtEnd = read < 0;
            end += Math.max(read, 0);
        } catch (IOException e) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "the body ended within line " + (line + 1), e);
        }
    }

    private void checkLength(int bytes, long line) {
        if (bytes > maxLineBytes) {
            throw at(
                    line,
                    new LokiVectorException(
                            ErrorCode.TOO_LARGE,
                            "the document is longer than " + maxLineBytes + " bytes",
                            Map.of("maxBytes", maxLineBytes)));
        }
    }

    private @Nullable Map<String, @Nullable Object> documentIn(int from, int to) {
        if (isBlank(from, to)) {
            return null;
        }
        final @Nullable Object value;
        try {
            value = json.read(buffer, from, to - from);
        } catch (LokiVectorException e) {
            throw at(line, e);
        }
        return JsonValue.objectIn(value)
                .orElseThrow(() ->
                        at(
                                line,
                                new LokiVectorException(
                                        ErrorCode.BAD_REQUEST, "a document is a JSON object")));
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static LokiVectorException at(long line, LokiVectorException fault) {
        // The position that the parser saw counts from the line's beginning.
        final Map<String, @Nullable Object> details = new LinkedHashMap<>(fault.details());
        details.put("line", line);
        return new LokiVectorException(
                fault.code(),
                "line " + line + ": " + fault.problem().replaceFirst("\\(line 1, ", "("),
                details);
    }
}
