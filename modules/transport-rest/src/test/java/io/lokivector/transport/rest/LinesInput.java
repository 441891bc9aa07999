package io.lokivector.transport.rest;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.transport.rest.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;

/** Documents as NDJSON, written as they are read. */
final class LinesInput extends InputStream {
    private final Iterator<Map<String, Object>> documents;
    private final JsonWriter writer;
    private byte[] line = {};
    private int position;

    LinesInput(Iterator<Map<String, Object>> documents, JsonWriter writer) {
        this.documents = documents;
        this.writer = writer;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : line[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (isAtEnd()) {
            return -1;
        }
        final int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean isAtEnd() throws IOException {
        if (position < line.length) {
            return false;
        }
        try {
            if (!documents.hasNext()) {
                return true;
            }
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            writer.write(documents.next(), out);
            out.write('\n');
            line = out.toByteArray();
            position = 0;
            return false;
        } catch (LokiVectorException e) {
            throw new IOException(e);
        }
    }
}
