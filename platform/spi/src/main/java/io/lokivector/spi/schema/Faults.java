package io.lokivector.spi.schema;

import java.util.ArrayList;
import java.util.List;

/** The faults found while reading values; kept up to a bound so that a message stays readable. */
final class Faults {
    private static final int MAX_FAULTS = 20;

    private final List<String> sentences = new ArrayList<>();
    private int count;

    void add(String sentence) {
        count++;
        if (sentences.size() < MAX_FAULTS) {
            sentences.add(sentence);
        }
    }

    int size() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    void throwIfAny() {
        if (!isEmpty()) {
            throw new SchemaException(sentences);
        }
    }
}
