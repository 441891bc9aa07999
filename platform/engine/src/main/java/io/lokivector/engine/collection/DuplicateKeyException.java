package io.lokivector.engine.collection;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.Map;

/** A value of a unique field that another document has. */
final class DuplicateKeyException extends LokiVectorException {
    private static final long serialVersionUID = 1L;

    private final long id;

    DuplicateKeyException(String field, Object value, String label, long id) {
        super(
                ErrorCode.CONFLICT,
                label
                        + (label.isEmpty() ? "" : ": ")
                        + "Duplicate key for property "
                        + field
                        + ": "
                        + value,
                Map.of("field", field, "value", value, "document", label));
        this.id = id;
    }

    /** The document that would have been the second. */
    long id() {
        return id;
    }
}
