package io.lokivector.engine.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # update | before | after
                    {'$set': {'a': 1}} | {} | {'a': 1}
                    {'$set': {'a.b.c': 1}} | {'a': {'x': 2}} | {'a': {'x': 2, 'b': {'c': 1}}}
                    {'$set': {'l.1.x': 5}} | {'l': [{'x': 1}, {'x': 2}]} | {'l': [{'x': 1}, {'x': 5}]}
                    {'$set': {'l.1': 5}} | {'l': [1]} | {'l': [1, 5]}
                    {'$unset': {'a': '', 'o.x': 1}} | {'a': 1, 'o': {'x': 1, 'y': 2}} | {'o': {'y': 2}}
                    {'$unset': ['a', 'n.x', 'b.c.d']} | {'a': 1, 'n': 5} | {'n': 5}
                    {'$inc': {'a': 2, 'b': 1, 'c': 0.5}} | {'a': 1, 'b': null} | {'a': 3, 'b': 1, 'c': 0.5}
                    {'$inc': {'a': 1}, '$set': {'a': 10}} | {'a': 1} | {'a': 11}
                    {'$inc': {'a': 1}} | {'a': 9223372036854775807} | {'a': 9.223372036854775807E18}
                    {'$mul': {'a': 3, 'b': 3, 'c': 0.5}} | {'a': 2, 'c': 3} | {'a': 6, 'c': 1.5, 'b': 0}
                    {'$min': {'a': 3, 'b': 3, 'c': 3}} | {'a': 5, 'b': 2} | {'a': 3, 'b': 2, 'c': 3}
                    {'$max': {'a': 3, 'b': 3, 'c': 3}} | {'a': 5, 'b': null} | {'a': 5, 'b': 3, 'c': 3}
                    {'$rename': {'a': 'o.b', 'none': 'x'}} | {'a': null, 'o': {}} | {'o': {'b': null}}
                    {'$push': {'l': 3, 'm': {'$each': [1, 2]}}} | {'l': [1]} | {'l': [1, 3], 'm': [1, 2]}
                    {'$push': {'l': {'$each': [8, 9], '$position': 1}}} | {'l': [1, 2]} | {'l': [1, 8, 9, 2]}
                    {'$push': {'l': {'$each': [9], '$position': -1}}} | {'l': [1, 2]} | {'l': [1, 9, 2]}
                    {'$push': {'l': {'$each': [9], '$position': 7}}} | {'l': [1, 2]} | {'l': [1, 2, 9]}
                    {'$push': {'l': {'$each': [2, 'b'], '$sort': 1}}} | {'l': ['a', 3]} | {'l': [2, 3, 'a', 'b']}
                    {'$push': {'l': {'$each': [], '$sort': -1, '$slice': 2}}} | {'l': [1, 3, 2]} | {'l': [3, 2]}
                    {'$push': {'l': {'$each': [4, 5], '$slice': -3}}} | {'l': [1, 2]} | {'l': [2, 4, 5]}
                    {'$push': {'l': {'$each': [4], '$slice': 0}}} | {'l': [1, 2]} | {'l': []}
                    {'$push': {'l': {'$each': [{'a': 1, 'b': {'c': 2}}], '$sort': {'a': 1, 'b.c': -1}}}} | {'l': [{'a': 1, 'b': {'c': 1}}, {'b': 1}]} | {'l': [{'b': 1}, {'a': 1, 'b': {'c': 2}}, {'a': 1, 'b': {'c': 1}}]}
                    {'$setOnInsert': {'a': 1}, '$set': {'b': 2}} | {} | {'b': 2}
                    {'$addToSet': {'l': {'$each': [1, 2, {'x': [1.0]}, 2]}}} | {'l': [1, {'x': [1]}]} | {'l': [1, {'x': [1]}, 2]}
                    {'$pull': {'l': 1, 'none': 1}} | {'l': [1, 2, 1.0, '1']} | {'l': [2, '1']}
                    {'$pull': {'l': {'$gte': 2}}} | {'l': [1, 2, 3]} | {'l': [1]}
                    {'$pull': {'l': {'x': 1, 'y': {'$gt': 1}}}} | {'l': [{'x': 1, 'y': 2}, {'x': 1, 'y': 1}]} | {'l': [{'x': 1, 'y': 1}]}
                    {'$pop': {'a': 1, 'b': -1, 'c': 1, 'd': 1}} | {'a': [1, 2], 'b': [1, 2], 'c': []} | {'a': [1], 'b': [2], 'c': []}
                    {} | {'a': 1} | {'a': 1}
                    """)
    void operatorsChangeFields(String update, String before, String after)
            throws JsonProcessingException {
        Map<String, @Nullable Object> document = json(before);
        assertTrue(
                StoredValue.alike(json(after), apply(update, document)),
                () -> update + " gave " + apply(update, document));
        assertEquals(json(before), document, "the document given must stay as it is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # update | path
                    {'$set': {'$loki': 1}} | update.$set.$loki
                    {'$inc': {'meta.revision': 1}} | update.$inc.meta.revision
                    {'$rename': {'a': 'meta'}} | update.$rename.a
                    {'$rename': {'a': 'a.b'}} | update.$rename.a
                    {'$rename': {'a': 5}} | update.$rename.a
                    {'$set': {'a.$b': 1}} | update.$set.a.$b
                    {'$set': 5} | update.$set
                    {'$bogus': {'a': 1}} | update.$bogus
                    {'a': 1} | update.a
                    {'$inc': {'a': '5'}} | update.$inc.a
                    {'$pop': {'a': 2}} | update.$pop.a
                    {'$push': {'a': {'$each': 1}}} | update.$push.a.$each
                    {'$push': {'a': {'$each': [1], '$sort': 2}}} | update.$push.a.$sort
                    {'$push': {'a': {'$each': [1], '$sort': {}}}} | update.$push.a.$sort
                    {'$push': {'a': {'$each': [1], '$sort': {'b': 'up'}}}} | update.$push.a.$sort.b
                    {'$push': {'a': {'$each': [1], '$slice': 1.5}}} | update.$push.a.$slice
                    {'$push': {'a': {'$each': [1], '$position': null}}} | update.$push.a.$position
                    {'$push': {'a': {'$each': [1], '$limit': 1}}} | update.$push.a.$limit
                    {'$addToSet': {'a': {'$each': [1], '$slice': 1}}} | update.$addToSet.a
                    {'$pull': {'a': {'$bogus': 1}}} | update.$pull.a.$bogus
                    """)
    void malformedUpdatesAreRefusedAtTheirPlace(String update, String path) {
        var refused = assertThrows(LokiVectorException.class, () -> apply(update, Map.of()));
        assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        assertEquals(path, refused.details().get("path"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # update | document | path
                    {'$inc': {'a': 1}} | {'a': 'x'} | a
                    {'$mul': {'a.b': 2}} | {'a': {'b': 1e308}} | a.b
                    {'$set': {'a.b': 1}} | {'a': 5} | a.b
                    {'$set': {'a.b': 1}} | {'a': null} | a.b
                    {'$set': {'l.7': 1}} | {'l': []} | l.7
                    {'$set': {'l.x': 1}} | {'l': []} | l.x
                    {'$push': {'a': 1}} | {'a': {}} | a
                    """)
    void documentsThatDoNotAllowAChangeRefuseIt(String update, String document, String path)
            throws JsonProcessingException {
        Map<String, @Nullable Object> given = json(document);
        var refused = assertThrows(LokiVectorException.class, () -> apply(update, given));
        assertEquals(path, refused.details().get("path"));
    }

    @Test
    void nestedValuesAreCopiedOnTheWay() throws JsonProcessingException {
        Map<String, @Nullable Object> document = json("{'a': {'b': {'c': 1}, 'd': {}}}");
        Map<String, @Nullable Object> after = apply("{'$set': {'a.b.c': 2}}", document);
        assertEquals(json("{'a': {'b': {'c': 1}, 'd': {}}}"), document);
        assertEquals(json("{'a': {'b': {'c': 2}, 'd': {}}}"), after);
    }

    @Test
    void listOperatorsTurnAPackedVectorIntoAList() {
        var after =
                Update.parse(Map.of("$push", Map.of("v", 2)), QueryLimits.standard())
                        .apply(Map.of("v", new float[] {0.1f}));
        assertEquals(List.of(0.1, 2), after.get("v"));
    }

    @Test
    void valuesThatCannotBeStoredAreRefused() {
        for (Object value :
                List.of(Double.NaN, Double.POSITIVE_INFINITY, new Object(), Map.of(1, 2))) {
            assertThrows(
                    LokiVectorException.class,
                    () -> Update.parse(Map.of("$set", Map.of("a", value)), QueryLimits.standard()));
        }
        List<Object> deep = List.of();
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        Map<String, Object> bomb = Map.of("$set", Map.of("a", deep));
        assertThrows(LokiVectorException.class, () -> Update.parse(bomb, QueryLimits.standard()));
    }

    private static Map<String, @Nullable Object> apply(
            String update, Map<String, @Nullable Object> document) {
        try {
            return Update.parse(json(update), QueryLimits.standard()).apply(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, @Nullable Object> json(String text) throws JsonProcessingException {
        return JSON.readValue(text.replace('\'', '"'), new TypeReference<>() {});
    }
}
