package io.lokivector.tck.transport;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that speaks one transport's protocol; may be used by many threads at once. */
public interface WireClient {
    /** Asks for documents, and waits for the answer. */
    Answer find(String apiKey, String collection, Map<String, Object> query);

    /** Inserts one document, and waits for the answer. */
    Answer insert(String apiKey, String collection, Map<String, Object> document);

    /** Begins to send an insert, breaks the connection in the middle of it, and returns. */
    void insertCutOff(String apiKey, String collection);

    /** What came back. */
    sealed interface Answer {
        /** Documents, or nothing for an insert. */
        record Documents(List<Map<String, @Nullable Object>> documents) implements Answer {}

        /**
         * A failure.
         *
         * @param code as it stood in the answer
         * @param message all texts of the answer that are for people
         * @param raw the whole answer as it came, for looking into what it must not show
         */
        record Failed(String code, String message, String raw) implements Answer {}

        /** There was no answer: refused, or broken off. */
        record Unreachable(String reason) implements Answer {}
    }
}
