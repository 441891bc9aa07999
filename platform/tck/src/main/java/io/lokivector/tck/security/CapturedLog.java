package io.lokivector.tck.security;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged while it is open, stack traces included, as one text. */
public final class CapturedLog implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final StringBuffer text = new StringBuffer();
    private final Handler handler = new Recording(text);

    /** Begins to capture. */
    public CapturedLog() {
        root.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    /** What was logged so far. */
    public String text() {
        return text.toString();
    }

    /** Captures no more. */
    @Override
    public void close() {
        root.removeHandler(handler);
        root.setLevel(before);
    }

    private static final class Recording extends Handler {
        private final StringBuffer text;

        Recording(StringBuffer text) {
            this.text = text;
        }

        @Override
        public void publish(LogRecord record) {
            final StringWriter entry = new StringWriter();
            entry.append(record.getMessage()).append('\n');
            if (record.getParameters() != null) {
                entry.append(Arrays.toString(record.getParameters())).append('\n');
            }
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(entry, true));
            }
            text.append(entry);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
