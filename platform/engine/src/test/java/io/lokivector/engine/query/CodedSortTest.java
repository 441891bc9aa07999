package io.lokivector.engine.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.tck.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sort by codes must give the order of a plain sort of documents as maps. */
class CodedSortTest {
    private static final List<@Nullable Object> VALUES =
            Arrays.asList(
                    null,
                    true,
                    false,
                    0L,
                    -1L,
                    7L,
                    10L,
                    1.5,
                    -0.5,
                    1e300,
                    -1e300,
                    0x1p53,
                    0x1p53 + 2,
                    (1L << 53) + 1,
                    (1L << 53) + 2,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE - 1,
                    0x1p63,
                    Long.MIN_VALUE,
                    "",
                    " ",
                    "a",
                    "abcdef",
                    "abcdefg",
                    "abcdefgh",
                    "abcdefgi",
                    "abcdefghijklm",
                    "abcdefghijklmn",
                    "abcdefghijklmo",
                    "abcdefghijkl😀",
                    "abcdefghijkl\uE000",
                    "abcdef\0",
                    "a\0",
                    "10",
                    " 7",
                    "-0",
                    "Infinity",
                    "-Infinity",
                    "é",
                    "\uE000",
                    "\uFFFD",
                    "😀",
                    "a😀",
                    "a\uE000",
                    "abcde😀",
                    "abcde\uE000",
                    List.of(),
                    List.of(10L),
                    List.of("b", "c"),
                    Map.of("x", 1L));

    private static final List<List<Object>> SORTS =
            List.of(
                    List.of("a"),
                    List.of(List.of("a", true)),
                    List.of("b", "a"),
                    List.of(List.of("b", true), "a", List.of("o.x", true)),
                    List.of("o.x", "b"),
                    List.of("l.0", List.of("$loki", true)),
                    List.of("meta.revision", "a"),
                    List.of("never"));

    private final FieldNames names = new FieldNames();
    private final DocumentEncoder encoder =
            new DocumentEncoder(names, new DocumentLimits(1 << 20, 64));
    private final DocumentMaps maps =
            (id, stored) -> new DocumentMap(id, stored, names, stored::keptVector);

    @Test
    void sortsLikeAPlainStableSort() {
        TestSeed.run(seed -> {
            RandomGenerator random = TestSeed.random(seed);
            for (int size : List.of(0, 1, 2, 40, 700, 3_000)) {
                List<StoredDocument> documents =
                        IntStream.range(0, size).mapToObj(_ -> document(random)).toList();
                for (List<Object> sort : SORTS) {
                    check(sort, documents);
                }
            }
        });
    }

    private void check(List<Object> sort, List<StoredDocument> documents) {
        DocumentOrder order = DocumentOrder.parse(sort, QueryLimits.standard());
        List<DocumentMap> expected = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            expected.add(maps.map(i, documents.get(i)));
        }
        expected.sort(order);
        int[] numbers = expected.stream().mapToInt(document -> (int) document.id()).toArray();
        SortCodes codes = new SortCodes(order);
        long[][] made = codes(codes, documents);
        assertArrayEquals(
                numbers,
                sort(codes, made, documents).first(documents.size(), documents.size()),
                () -> "sorted by " + sort);
        int[] first = sort(codes, made, documents).first(documents.size(), 10);
        for (int i = 0; i < Math.min(10, numbers.length); i++) {
            assertEquals(numbers[i], first[i], "the first by " + sort);
        }
    }

    private CodedSort sort(SortCodes codes, long[][] made, List<StoredDocument> documents) {
        return new CodedSort(codes, made, number -> maps.map(number, documents.get(number)));
    }

    private long[][] codes(SortCodes codes, List<StoredDocument> documents) {
        long[][] made = new long[codes.count()][documents.size()];
        DocumentBlock block = codes.block(names, maps, new ScannedFields(0));
        long[] ofBlock = new long[DocumentBlock.ROWS];
        for (int from = 0; from < documents.size(); from += DocumentBlock.ROWS) {
            int first = from;
            int rows = Math.min(DocumentBlock.ROWS, documents.size() - from);
            long mask = -1L >>> DocumentBlock.ROWS - rows;
            block.show(row -> documents.get(first + row), first, 1, null, mask);
            for (int key = 0; key < made.length; key++) {
                codes.make(block, key, mask, ofBlock);
                System.arraycopy(ofBlock, 0, made[key], first, rows);
            }
        }
        return made;
    }

    private StoredDocument document(RandomGenerator random) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (random.nextInt(10) > 0) {
            document.put("a", value(random));
        }
        document.put("b", (long) random.nextInt(5));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("x", value(random));
        document.put("o", random.nextInt(10) > 0 ? object : value(random));
        List<@Nullable Object> list = new ArrayList<>();
        list.add(value(random));
        document.put("l", list);
        DocumentMeta meta = DocumentMeta.created(1_700_000_000_000L, Map.of());
        return new StoredDocument(encoder.encode(document, meta, Set.of(), "document").body());
    }

    private static @Nullable Object value(RandomGenerator random) {
        return random.nextBoolean()
                ? VALUES.get(random.nextInt(VALUES.size()))
                : (Object) (random.nextInt(2_000) / 8.0);
    }
}
