package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.document.ColumnShelf;
import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.tck.TestSeed;
import io.lokivector.tck.conformance.Recordings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of the bytes of documents must be what is said of the documents as maps. */
class BlockMatcherTest {
    private static final long SEED = TestSeed.current();

    private static final List<@Nullable Object> SCALARS =
            Arrays.asList(
                    null,
                    true,
                    false,
                    0L,
                    1L,
                    -1L,
                    7L,
                    10L,
                    100L,
                    255L,
                    1.5,
                    -0.5,
                    10.25,
                    1e300,
                    -1e300,
                    0x1p53,
                    0x1p53 + 2,
                    0x1p62,
                    0x1p63,
                    -0x1p63,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE,
                    (1L << 53) + 1,
                    -(1L << 53) - 1,
                    "",
                    " ",
                    "a",
                    "A",
                    "abc",
                    "abd",
                    "abcdefgh",
                    "abcdefghi",
                    "zz",
                    "10",
                    "010",
                    " 10 ",
                    "0x10",
                    "1e1",
                    "1.5",
                    "Infinity",
                    "-Infinity",
                    "I",
                    "true",
                    "null",
                    "undefined",
                    "é",
                    "\u00a07",
                    "\uE000",
                    "\uFFFD",
                    "😀",
                    "a😀",
                    "a\uE000",
                    "[object Object]",
                    "1,2");

    private static final List<String> FIELDS = List.of("a", "b", "c", "d", "o", "l", "v");

    private static final List<String> PATHS =
            List.of(
                    "a",
                    "b",
                    "c",
                    "d",
                    "o",
                    "l",
                    "o.a",
                    "o.l.0",
                    "l.a",
                    "l.0",
                    "l.length",
                    "a.b",
                    "$loki",
                    "meta",
                    "meta.revision",
                    "meta.tag",
                    "never",
                    "o.a.b",
                    "v",
                    "v.0");

    private final RandomGenerator random = TestSeed.random(SEED);
    private final FieldNames names = new FieldNames();
    private final DocumentEncoder encoder =
            new DocumentEncoder(names, new DocumentLimits(1 << 20, 64));
    private final DocumentMaps maps =
            (id, stored) -> new DocumentMap(id, stored, names, stored::keptVector);

    @Test
    void randomQueriesFindInBytesWhatTheyFindInMaps() {
        int matched = 0;
        for (int round = 0; round < 60; round++) {
            List<StoredDocument> documents = new ArrayList<>();
            for (int row = 0; row < DocumentBlock.ROWS; row++) {
                documents.add(document());
            }
            ColumnShelf shelf = new ColumnShelf(-1L);
            ScannedFields scanned = new ScannedFields(3);
            for (int i = 0; i < 60; i++) {
                matched += check(query(2), documents, shelf, scanned);
            }
        }
        int matches = matched;
        assertTrue(matches > 10_000, () -> "seed " + SEED + ": only " + matches);
    }

    @Test
    void recordedQueriesFindInBytesWhatTheyFindInMaps() {
        for (Recording recording : Recording.of(Recordings.queries())) {
            List<StoredDocument> documents = new ArrayList<>();
            for (Map<String, @Nullable Object> each : recording.documents()) {
                documents.add(stored(each, Set.of()));
            }
            Map<String, @Nullable Object> query = Recording.get(recording.fields(), "query");
            if (documents.size() <= DocumentBlock.ROWS && isWellFormed(query)) {
                long rows = (1L << documents.size()) - 1;
                check(query, documents, new ColumnShelf(rows), new ScannedFields(4));
            }
        }
    }

    private static boolean isWellFormed(Map<String, @Nullable Object> query) {
        try {
            Query.parse(query, QueryLimits.standard());
            return true;
        } catch (LokiVectorException refused) {
            return false;
        }
    }

    private int check(
            Map<String, @Nullable Object> asked,
            List<StoredDocument> documents,
            ColumnShelf shelf,
            ScannedFields scanned) {
        Query query = Query.parse(asked, QueryLimits.standard());
        StoredMatcher single = new StoredMatcher(query, names, maps);
        long expected = 0;
        for (int row = 0; row < documents.size(); row++) {
            StoredDocument document = documents.get(row);
            long id = 100 + 3 * row;
            DocumentMap map = maps.map(id, document);
            boolean matches = query.matches(map);
            assertEquals(
                    matches,
                    single.matches(id, document),
                    () -> "seed " + SEED + ": " + asked + " of " + map);
            expected |= matches ? 1L << row : 0;
        }
        BlockMatcher matcher = query.blockMatcher();
        DocumentBlock block = matcher.block(names, maps, scanned);
        block.noteScan();
        long some = random.nextLong() & shelf.rows();
        block.show(documents::get, 100, 3, shelf, some);
        assertEquals(
                expected & some,
                matcher.matching(block, some),
                () -> "seed " + SEED + ": some of " + asked);
        block.show(documents::get, 100, 3, shelf, shelf.rows());
        assertEquals(
                expected,
                matcher.matching(block, shelf.rows()),
                () -> "seed " + SEED + ": all of " + asked);
        return Long.bitCount(expected);
    }

    private StoredDocument document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        boolean isUniform = random.nextInt(3) == 0;
        for (String field : FIELDS) {
            if (isUniform || random.nextInt(4) > 0) {
                document.put(field, field.equals("v") ? vector() : value(field, isUniform));
            }
        }
        return stored(document, Set.of("v"));
    }

    private @Nullable Object value(String field, boolean isUniform) {
        return switch (field) {
            case "o" -> random.nextInt(4) > 0 ? object() : scalar();
            case "l" -> random.nextInt(4) > 0 ? list() : scalar();
            case "a" -> isUniform ? (Object) (long) random.nextInt(20) : scalar();
            case "b" -> isUniform ? "abc" + random.nextInt(9) : scalar();
            default -> scalar();
        };
    }

    private StoredDocument stored(Map<String, @Nullable Object> document, Set<String> vectors) {
        DocumentMeta meta =
                DocumentMeta.created(
                        1_700_000_000_000L, random.nextBoolean() ? Map.of("tag", 5L) : Map.of());
        var encoded = encoder.encode(document, meta, vectors, "document");
        StoredDocument stored = new StoredDocument(encoded.body());
        encoded.vectors().forEach(stored::keepVector);
        return stored;
    }

    private List<Object> vector() {
        return List.of(random.nextInt(3), 0.1);
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("a", random.nextInt(3) == 0 ? Map.of("b", 1L) : scalar());
        object.put("l", list());
        return object;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        for (int length = random.nextInt(4); length > 0; length--) {
            Map<String, @Nullable Object> element = new LinkedHashMap<>();
            element.put("a", scalar());
            list.add(random.nextInt(3) == 0 ? element : scalar());
        }
        return list;
    }

    private @Nullable Object scalar() {
        return random.nextInt(4) == 0
                ? (Object) (long) random.nextInt(12)
                : SCALARS.get(random.nextInt(SCALARS.size()));
    }

    private Map<String, @Nullable Object> query(int depth) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        for (int count = random.nextInt(4) > 0 ? 1 : 3; count > 0; count--) {
            if (depth > 0 && random.nextInt(4) == 0) {
                query.put(
                        random.nextBoolean() ? "$and" : "$or",
                        List.of(query(depth - 1), query(depth - 1)));
            } else {
                query.put(
                        PATHS.get(random.nextInt(PATHS.size())),
                        random.nextInt(5) == 0 ? scalar() : operators(2));
            }
        }
        return query;
    }

    private Map<String, @Nullable Object> operators(int depth) {
        Map<String, @Nullable Object> operators = new LinkedHashMap<>();
        for (int count = random.nextInt(3) > 0 ? 1 : 2; count > 0; count--) {
            String name = OPERATORS.get(random.nextInt(OPERATORS.size()));
            if (depth > 0 || !NESTED.contains(name)) {
                operators.put(name, operand(name, depth));
            }
        }
        if (operators.isEmpty()) {
            operators.put("$eq", scalar());
        }
        return operators;
    }

    private static final Set<String> NESTED = Set.of("$not", "$and", "$or", "$elemMatch");

    private static final List<String> OPERATORS =
            List.of(
                    "$eq",
                    "$ne",
                    "$aeq",
                    "$dteq",
                    "$gt",
                    "$gte",
                    "$lt",
                    "$lte",
                    "$jgt",
                    "$jgte",
                    "$jlt",
                    "$jlte",
                    "$between",
                    "$jbetween",
                    "$in",
                    "$nin",
                    "$exists",
                    "$type",
                    "$finite",
                    "$regex",
                    "$containsString",
                    "$contains",
                    "$containsAny",
                    "$containsNone",
                    "$len",
                    "$size",
                    "$keyin",
                    "$elemMatch",
                    "$not",
                    "$and",
                    "$or",
                    "$$eq",
                    "$$gt",
                    "$gt",
                    "$lt",
                    "$between",
                    "$in",
                    "$eq",
                    "$regex");

    private static final List<String> PATTERNS =
            List.of(
                    "abc",
                    "^a",
                    "^abc$",
                    "c$",
                    "[a-c]+d",
                    "u.d",
                    "1|2",
                    "^$",
                    "\\d+",
                    "é",
                    "\uE000",
                    "^.$",
                    "a|b|c",
                    "(a)(b)?c\\b",
                    "(?=a)ab",
                    "(.)\\1",
                    "[^a]",
                    "x*",
                    "B");

    private @Nullable Object operand(String name, int depth) {
        return switch (name) {
            case "$between", "$jbetween" -> Arrays.asList(scalar(), scalar());
            case "$in", "$nin" -> scalars();
            case "$contains", "$containsAny", "$containsNone" ->
                    random.nextBoolean() ? scalar() : scalars();
            case "$exists", "$finite" -> random.nextBoolean();
            case "$type" -> List.of("number", "string", "object", "array").get(random.nextInt(4));
            case "$regex" -> pattern();
            case "$len", "$size" -> (long) random.nextInt(4);
            case "$keyin" -> Map.of("a", 1L, "abc", 1L, "10", 1L, "true", 1L);
            case "$elemMatch" ->
                    random.nextBoolean() ? operators(depth - 1) : Map.of("a", operators(depth - 1));
            case "$not" -> operators(depth - 1);
            case "$and", "$or" -> List.of(operators(depth - 1), operators(depth - 1));
            case "$$eq", "$$gt" -> FIELDS.get(random.nextInt(FIELDS.size()));
            default -> random.nextInt(12) == 0 ? List.of(1L) : scalar();
        };
    }

    private Object pattern() {
        String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        return random.nextBoolean()
                ? pattern
                : List.of(pattern, List.of("i", "u", "m", "iu", "y", "s").get(random.nextInt(6)));
    }

    private List<@Nullable Object> scalars() {
        List<@Nullable Object> scalars = new ArrayList<>();
        for (int count = random.nextInt(12); count > 0; count--) {
            scalars.add(scalar());
        }
        return scalars;
    }
}
