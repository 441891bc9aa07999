package io.lokivector.transport.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that nobody behind the filter can end: Jersey closes the stream even if it failed, and
 * half an answer would look like a whole one.
 */
final class UnclosedAnswer extends HttpServletResponseWrapper {
    private @Nullable ServletOutputStream out;

    UnclosedAnswer(HttpServletResponse answer) {
        super(answer);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new Unclosed(super.getOutputStream());
        }
        return out;
    }

    private static final class Unclosed extends ServletOutputStream {
        private final ServletOutputStream out;

        Unclosed(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() {
            // The container ends the answer when the call has returned without a failure.
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
