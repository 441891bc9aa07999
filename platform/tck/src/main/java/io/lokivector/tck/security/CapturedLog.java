package io.lokivector.tck.security;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged while it is open, stack traces included, as one text. */
final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final StringBuffer text = new StringBuffer();

    CapturedLog() {
        setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        root.addHandler(this);
    }

    String text() {
        return text.toString();
    }

    @Override
    public void publish(LogRecord record) {
        final StringWriter entry = new StringWriter();
        entry.append(String.valueOf(record.getMessage())).append('\n');
        if (record.getParameters() != null) {
            entry.append(Arrays.toString(record.getParameters())).append('\n');
        }
        if (record.getThrown() != null) {
            printTo(entry, record.getThrown());
        }
        text.append(entry);
    }

    private static void printTo(StringWriter entry, Throwable thrown) {
        thrown.printStackTrace(new PrintWriter(entry, true));
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(before);
    }
}
