package io.lokivector.transport.rest.json;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A stream that refuses to give more than a number of bytes: what a client announces as its length
 * may be missing or a lie.
 */
public final class BoundedInput extends InputStream {
    private final InputStream in;
    private final long maxBytes;
    private long count;

    /** Bounds a stream. */
    public BoundedInput(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The failure that a body beyond the bound is answered with. */
    public static LokiVectorException tooLarge(long maxBytes) {
        return new LokiVectorException(
                ErrorCode.TOO_LARGE,
                "the body is larger than " + maxBytes + " bytes; send it in parts, or import it",
                Map.of("maxBytes", maxBytes));
    }

    @Override
    public int read() throws IOException {
        final int one = in.read();
        if (one >= 0) {
            add(1);
        }
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        final int read = in.read(target, offset, length);
        if (read > 0) {
            add(read);
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    private void add(int bytes) {
        count += bytes;
        if (count > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }
}
