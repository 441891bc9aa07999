package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lokivector.spi.LokiVectorException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefinitionCodecTest {
    private static final CollectionDefinition BARE =
            new CollectionDefinition(
                    7,
                    "books",
                    Instant.ofEpochMilli(1_700_000_000_000L),
                    2,
                    3,
                    List.of(new IndexDefinition(1, "isbn", IndexDefinition.UNIQUE, Map.of(), 0)),
                    List.of("embedding"));

    private static CollectionDefinition again(CollectionDefinition definition) {
        return DefinitionCodec.decode(DefinitionCodec.encode(definition));
    }

    @Test
    void aDefinitionIsReadAsItWasWritten() {
        assertEquals(BARE, again(BARE));
    }

    @Test
    void whatIsAttachedIsReadAsItWasWritten() {
        final Map<String, @Nullable Object> views = new LinkedHashMap<>();
        views.put("b", Map.of("filters", List.of(Map.of("query", Map.of("$loki", 1, "x", 2.5)))));
        views.put("a", null);
        final CollectionDefinition attached = BARE.withAttachments("views", views);
        assertEquals(attached, again(attached));
        assertEquals(List.of("b", "a"), List.copyOf(again(attached).attachments("views").keySet()));
        assertEquals(Map.of(), attached.attachments("transforms"));
        assertEquals(attached.attachments(), attached.renamed("novels").attachments());
        assertEquals(BARE, attached.withAttachments("views", Map.of()));
    }

    @Test
    void whatIsAttachedDoesNotChangeWithTheMapThatWasGiven() {
        final List<Object> filters = new ArrayList<>(List.of("first"));
        final CollectionDefinition attached =
                BARE.withAttachments("views", Map.of("a", Map.of("filters", filters)));
        filters.add("second");
        assertEquals(
                Map.of("a", Map.of("filters", List.of("first"))), attached.attachments("views"));
    }

    @Test
    void whatIsNoPlainValueIsNotAttached() {
        assertThrows(
                LokiVectorException.class,
                () -> BARE.withAttachments("views", Map.of("a", new Object())));
    }
}
