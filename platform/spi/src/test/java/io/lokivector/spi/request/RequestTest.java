package io.lokivector.spi.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.schema.SchemaException;
import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void nameIsStableAndInHyphens() {
        assertEquals(
                "find-one", new DocumentRequest.FindOne("c", Map.of(), FindOptions.none()).name());
        assertEquals("list-extensions", new ServerRequest.ListExtensions().name());
    }

    @Test
    void requestsSayTheirTargetAndTheRightTheyTake() {
        final var insert = new DocumentRequest.Insert("orders", List.of());
        assertEquals(Optional.of("orders"), insert.target());
        assertEquals(Optional.of(Operation.WRITE), insert.requiredOperation());
        assertEquals(Optional.empty(), new ServerRequest.Health().requiredOperation());
        assertEquals(Optional.of(Operation.ADMIN), new KeyRequest.ListKeys().requiredOperation());
    }

    @Test
    void searchReadsLimitAsK() {
        final SearchOptions options =
                SearchOptions.schema().bind(Map.of("text", "ships", "limit", 3), "");
        assertEquals(3, options.k());
        assertEquals(Optional.of("ships"), options.text());
    }

    @Test
    void misspelledSearchOptionIsRefused() {
        final Map<String, Object> body = Map.of("vektor", List.of(1));
        assertEquals(
                List.of("unknown key 'vektor'; did you mean 'vector'?"),
                assertThrows(SchemaException.class, () -> SearchOptions.schema().bind(body, ""))
                        .faults());
    }
}
