package io.lokivector.engine.document;

import java.util.ArrayDeque;
import java.util.Deque;

/** A value that cannot be stored; gathers the way to it while it travels outwards. */
final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Deque<String> path = new ArrayDeque<>();
    private final boolean tooLarge;

    BadValueException(String reason, boolean tooLarge) {
        super(reason, null, false, false);
        this.tooLarge = tooLarge;
    }

    BadValueException within(String step) {
        path.addFirst(step);
        return this;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    /** The way from the document to the value: {@code a.b[3]}; empty for the document itself. */
    String path() {
        final StringBuilder text = new StringBuilder();
        for (final String step : path) {
            if (!text.isEmpty() && !step.startsWith("[")) {
                text.append('.');
            }
            text.append(step);
        }
        return text.toString();
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
