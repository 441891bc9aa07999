package io.lokivector.transport.rest;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.transport.rest.json.JsonValue;
import java.util.Optional;

/** Reads the bodies of requests. */
final class Body {
    private static final ClassValue<RecordSchema<?>> SCHEMAS =
            new ClassValue<>() {
                @Override
                protected RecordSchema<?> computeValue(Class<?> type) {
                    return RecordSchema.of(type.asSubclass(Record.class));
                }
            };

    private Body() {}

    /** The body as a record. */
    static <T extends Record> T of(Class<T> type, JsonValue body) {
        return type.cast(SCHEMAS.get(type).bind(body.object(), ""));
    }

    /** What must not be left out. */
    static <T> T required(Optional<T> value, String name) {
        return value.orElseThrow(() -> bad(name + " is required"));
    }

    /** The failure that a body is answered with that cannot be right. */
    static LokiVectorException bad(String message) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, message);
    }
}
