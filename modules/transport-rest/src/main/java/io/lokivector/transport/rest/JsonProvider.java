package io.lokivector.transport.rest;

import io.lokivector.transport.rest.json.BoundedInput;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonValue;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads and writes bodies of JSON. */
public final class JsonProvider
        implements MessageBodyReader<JsonValue>, MessageBodyWriter<JsonValue> {
    private final JsonReader reader;
    private final JsonWriter writer;
    private final long maxBodyBytes;
    private final Dispatcher dispatcher;

    JsonProvider(JsonReader reader, JsonWriter writer, long maxBodyBytes, Dispatcher dispatcher) {
        this.reader = reader;
        this.writer = writer;
        this.maxBodyBytes = maxBodyBytes;
        this.dispatcher = dispatcher;
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonValue.class;
    }

    @Override
    public JsonValue readFrom(
            Class<JsonValue> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        if (dispatcher.exchange().http().getContentLengthLong() > maxBodyBytes) {
            throw BoundedInput.tooLarge(maxBodyBytes);
        }
        return new JsonValue(reader.read(new BoundedInput(body, maxBodyBytes)));
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonValue.class;
    }

    @Override
    public void writeTo(
            JsonValue value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        try {
            writer.write(value.value(), body);
        } catch (IOException | RuntimeException e) {
            if (!dispatcher.exchange().breaksOff(e)) {
                throw e;
            }
        }
    }
}
