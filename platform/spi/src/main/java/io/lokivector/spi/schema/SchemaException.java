package io.lokivector.spi.schema;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.List;
import java.util.Map;

/** Values that do not fit a schema; the message names every fault with its path. */
public final class SchemaException extends LokiVectorException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    SchemaException(List<String> faults) {
        super(ErrorCode.BAD_REQUEST, String.join("; ", faults), Map.of("faults", faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, a sentence each. */
    public List<String> faults() {
        return faults;
    }
}
