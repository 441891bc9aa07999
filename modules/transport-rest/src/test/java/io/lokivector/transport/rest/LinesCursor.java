package io.lokivector.transport.rest;

import io.lokivector.spi.request.DocumentCursor;
import io.lokivector.transport.rest.json.DocumentLines;
import io.lokivector.transport.rest.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Documents read from NDJSON as they arrive. */
final class LinesCursor implements DocumentCursor {
    private static final long MAX_LINE_BYTES = 1L << 28;

    private final InputStream in;
    private final DocumentLines lines;

    LinesCursor(InputStream in, JsonReader reader) {
        this.in = in;
        this.lines = new DocumentLines(in, reader, MAX_LINE_BYTES);
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public Map<String, Object> next() {
        return lines.next();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
