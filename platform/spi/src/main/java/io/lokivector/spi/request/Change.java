package io.lokivector.spi.request;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a document, as the changes feed tells it.
 *
 * @param sequence its place among all changes of the database, from 1; a later change of the same
 *     document has a higher one, and none is ever given twice
 * @param time when the change was made
 * @param collection the name that the collection had then
 * @param id the document's {@code $loki}
 * @param revision the document's {@code meta.revision} after the change; of a removed one, its last
 * @param document what the collection's options ask for: the document after the change (of a
 *     removed one, its last state), or the fields that an update changed
 * @param isDelta whether {@code document} has only what changed
 */
public record Change(
        long sequence,
        Instant time,
        String collection,
        Operation operation,
        long id,
        long revision,
        Optional<Map<String, @Nullable Object>> document,
        boolean isDelta) {
    /** What happened to a document. */
    public enum Operation {
        /** It is new. */
        INSERTED('I'),
        /** It was changed or replaced. */
        UPDATED('U'),
        /** It is gone. */
        REMOVED('R');

        private final char letter;

        Operation(char letter) {
            this.letter = letter;
        }

        /** What stands for it on every wire: I, U or R. */
        public char letter() {
            return letter;
        }

        /**
         * The operation that a letter stands for.
         *
         * @throws IllegalArgumentException if it stands for none
         */
        public static Operation of(char letter) {
            return switch (letter) {
                case 'I' -> INSERTED;
                case 'U' -> UPDATED;
                case 'R' -> REMOVED;
                default -> throw new IllegalArgumentException("no operation is called " + letter);
            };
        }
    }
}
