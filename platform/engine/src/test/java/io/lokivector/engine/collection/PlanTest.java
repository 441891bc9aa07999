package io.lokivector.engine.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.document.Vectors;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.QueryLimits;
import io.lokivector.engine.values.ValueIndex;
import io.lokivector.tck.TestSeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<PlanCosts> COSTS =
            List.of(
                    PlanCosts.estimated(),
                    // An index whenever there is one.
                    new PlanCosts(0, 0, 1_000),
                    // As many indexes as there are.
                    new PlanCosts(0, 1_000, 1_000_000),
                    // One index, never two.
                    new PlanCosts(1_000, 0.001, 1_000_000));

    private RandomGenerator random = TestSeed.random(TestSeed.current());
    private RandomQueries queries = new RandomQueries(random);

    @Test
    void noPlanChangesAnAnswer() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            queries = new RandomQueries(random);
            int exact = 0;
            int intersections = 0;
            int unions = 0;
            for (int round = 0; round < 60; round++) {
                final CollectionView view = view(1 + random.nextInt(3), randomIndexes());
                for (int i = 0; i < 60; i++) {
                    final Map<String, @Nullable Object> asked = queries.query();
                    final Query query = Query.parse(asked, QueryLimits.standard());
                    final Set<Long> expected = matching(view, query);
                    for (final PlanCosts costs : COSTS) {
                        final Plan plan = new IndexPlanner(view, costs).plan(query.condition());
                        assertFinds(view, query, plan, expected, asked);
                        exact += plan.isExact() ? 1 : 0;
                        intersections += plan instanceof Plan.Intersection ? 1 : 0;
                        unions += plan instanceof Plan.Union ? 1 : 0;
                    }
                }
            }
            assertTrue(exact > 500, exact + " exact plans");
            assertTrue(intersections > 100, intersections + " intersections");
            assertTrue(unions > 100, unions + " unions");
        });
    }

    private static void assertFinds(
            CollectionView view,
            Query query,
            Plan plan,
            Set<Long> expected,
            Map<String, @Nullable Object> asked) {
        final Candidates candidates = new Candidates(view, plan);
        final Set<Long> found = new TreeSet<>();
        for (int shard = 0; shard < view.shards().size(); shard++) {
            final int @Nullable [] slots = candidates.slots(shard);
            for (int slot = view.nextSlot(shard, 0);
                    slot >= 0;
                    slot = view.nextSlot(shard, slot + 1)) {
                final boolean isCandidate =
                        slots == null || java.util.Arrays.binarySearch(slots, slot) >= 0;
                final long id = view.layout().idOf(shard, slot);
                if (isCandidate && (plan.isExact() || query.matches(map(view, id)))) {
                    found.add(id);
                }
            }
        }
        assertEquals(expected, found, () -> asked + " by " + plan);
        final OptionalLong count = candidates.count();
        assertEquals(plan.isExact(), count.isPresent());
        if (count.isPresent()) {
            assertEquals(expected.size(), count.getAsLong(), () -> asked + " by " + plan);
        }
    }

    @Test
    void noWalkAlongAnIndexChangesAnAnswer() {
        TestSeed.run(seed -> {
            random = TestSeed.random(seed);
            queries = new RandomQueries(random);
            int given = 0;
            int givenUp = 0;
            for (int round = 0; round < 100; round++) {
                final CollectionView view = ordered(1 + random.nextInt(3));
                for (int i = 0; i < 60; i++) {
                    final Map<String, @Nullable Object> asked =
                            random.nextInt(4) == 0 ? Map.of() : queries.query();
                    final String field = List.of("a", "b", "c", "o.x", "o.0").get(i % 5);
                    final @Nullable FoundDocuments found =
                            walked(view, asked, field, random.nextBoolean());
                    given += found == null ? 0 : 1;
                    givenUp += found == null ? 1 : 0;
                }
            }
            assertTrue(given > 300, given + " walks");
            assertTrue(givenUp > 300, givenUp + " walks not begun or given up");
        });
    }

    /** Documents of which half of the time none has a list on the way to a field. */
    private CollectionView ordered(int shards) {
        final boolean isPlain = random.nextBoolean();
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            final Map<String, @Nullable Object> document = queries.document();
            if (isPlain && document.get("o") instanceof List) {
                document.remove("o");
            }
            documents.add(document);
        }
        final List<IndexDefinition> indexes = new ArrayList<>();
        for (final String field : List.of("a", "b", "c", "o.x", "o.0")) {
            indexes.add(
                    new IndexDefinition(
                            indexes.size() + 1, List.of(field), "ordered", Map.of(), 0));
        }
        return view(shards, indexes, documents);
    }

    /** What a walk finds, which must be what sorting finds. */
    private @Nullable FoundDocuments walked(
            CollectionView view,
            Map<String, @Nullable Object> asked,
            String field,
            boolean descends) {
        final Query query = Query.parse(asked, QueryLimits.standard());
        final DocumentOrder order =
                DocumentOrder.parse(List.of(List.of(field, descends)), QueryLimits.standard());
        final int wanted = 1 + random.nextInt(20);
        final Plan plan =
                new IndexPlanner(view, COSTS.get(random.nextInt(COSTS.size())))
                        .plan(query.condition());
        final Optional<IndexOrder> walk = IndexOrder.of(view, query, plan, order, wanted, 1);
        if (walk.isEmpty()) {
            return null;
        }
        final @Nullable FoundDocuments found =
                new IndexWalk(view, walk.get(), (id, _) -> query.matches(map(view, id)))
                        .first(wanted);
        if (found != null) {
            assertEquals(
                    matching(view, query).stream()
                            .map(id -> map(view, id))
                            .sorted(order)
                            .limit(wanted)
                            .map(document -> document.get("$loki"))
                            .toList(),
                    IntStream.range(0, found.size()).mapToObj(found::id).toList(),
                    () -> asked + " by " + field + (descends ? " descending" : ""));
        }
        return found;
    }

    @Test
    void aWalkThatFindsNothingIsGivenUp() {
        final CollectionView view = view(2, List.of(index("ordered", "a")), numbered(7_000));
        final Query query = Query.parse(Map.of("c", "none"), QueryLimits.standard());
        final DocumentOrder order = DocumentOrder.parse(List.of("a"), QueryLimits.standard());
        final IndexOrder walk =
                IndexOrder.of(view, query, new Plan.FullScan(6_000, false), order, 5, 64)
                        .orElseThrow();
        final IndexWalk given = new IndexWalk(view, walk, (_, _) -> false);
        assertNull(given.first(5));
        assertTrue(given.documents() <= 5 + 6_000 / 64, given.documents() + " documents");
    }

    private static Set<Long> matching(CollectionView view, Query query) {
        final Set<Long> matching = new TreeSet<>();
        for (long id = 1; id < view.nextId(); id++) {
            if (view.document(id) != null && query.matches(map(view, id))) {
                matching.add(id);
            }
        }
        return matching;
    }

    private List<IndexDefinition> randomIndexes() {
        final List<List<String>> fields =
                List.of(
                        List.of("a"),
                        List.of("b"),
                        List.of("c"),
                        List.of("o.x"),
                        List.of("o.0"),
                        List.of("a", "b"),
                        List.of("b", "a", "c"),
                        List.of("b", "o.x"),
                        List.of("o.x", "o.0"));
        final List<IndexDefinition> indexes = new ArrayList<>();
        for (final List<String> each : fields) {
            if (random.nextInt(5) < 2) {
                final String type =
                        random.nextInt(4) == 0 ? IndexDefinition.HASH : IndexDefinition.ORDERED;
                indexes.add(new IndexDefinition(indexes.size() + 1, each, type, Map.of(), 0));
            }
        }
        return indexes;
    }

    private final FieldNames names = new FieldNames(List.of());
    private static FieldNames namesOfLast = new FieldNames(List.of());

    private CollectionView view(int shards, List<IndexDefinition> indexes) {
        namesOfLast = names;
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            documents.add(queries.document());
        }
        return view(shards, indexes, documents);
    }

    private CollectionView view(
            int shards,
            List<IndexDefinition> indexes,
            List<Map<String, @Nullable Object>> documents) {
        namesOfLast = names;
        final ShardLayout layout = new ShardLayout(shards);
        final DocumentEncoder encoder = new DocumentEncoder(names, new DocumentLimits(1 << 20, 64));
        final List<PersistentTable.Editor<StoredDocument>> tables = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            tables.add(PersistentTable.<StoredDocument>empty().edit());
        }
        for (int i = 0; i < documents.size(); i++) {
            if (i % 7 != 3) {
                final byte[] body =
                        encoder.encode(
                                        documents.get(i),
                                        DocumentMeta.created(0, Map.of()),
                                        Set.of(),
                                        "document")
                                .body();
                tables.get(layout.shardOf(i + 1))
                        .put(layout.slotOf(i + 1), new StoredDocument(body));
            }
        }
        final ValueIndexBuilder builder = new ValueIndexBuilder(layout, names);
        final List<ShardView> views = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            final PersistentTable<StoredDocument> table = tables.get(shard).finish();
            final Map<String, ValueIndex> values = new HashMap<>();
            for (final IndexDefinition index : indexes) {
                values.put(index.field(), builder.build(index.shape(), table, shard, _ -> {}));
            }
            views.add(new ShardView(table, values, 0, 0));
        }
        return new CollectionView(
                new CollectionDefinition(
                        1, "c", Instant.EPOCH, shards, indexes.size() + 1, indexes, List.of()),
                views,
                documents.size() + 1);
    }

    private static DocumentMap map(CollectionView view, long id) {
        final StoredDocument document = view.document(id);
        assertNotNull(document);
        return new DocumentMap(id, document, namesOfLast, Vectors.none());
    }

    private Plan plan(CollectionView view, Map<String, @Nullable Object> query) {
        return new IndexPlanner(view, PlanCosts.estimated())
                .plan(Query.parse(query, QueryLimits.standard()).condition());
    }

    private List<Map<String, @Nullable Object>> numbered(int count) {
        final List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(Map.of("a", i % 50, "b", i % 20, "c", "text " + i));
        }
        return documents;
    }

    private static IndexDefinition index(String type, String... fields) {
        return new IndexDefinition(1, List.of(fields), type, Map.of(), 0);
    }

    @Test
    void aRangeOfMostDocumentsIsScanned() {
        final CollectionView view = view(1, List.of(index("ordered", "a")), numbered(700));
        assertTrue(plan(view, Map.of("a", Map.of("$type", "number"))) instanceof Plan.FullScan);
        assertNull(new Candidates(view, plan(view, Map.of("d", 1))).slots(0), "no index helps");
    }

    @Test
    void equalityThenRangeUseOneIndexOfSeveralFields() {
        final CollectionView view =
                view(
                        2,
                        List.of(
                                index("ordered", "a"),
                                index("ordered", "b"),
                                index("ordered", "a", "b")),
                        numbered(700));
        final Plan plan = plan(view, Map.of("a", 10, "b", Map.of("$gte", 0, "$lte", 10)));
        assertEquals(
                new Plan.IndexRanges("a,b", List.of(), List.of(), 0, true).index(),
                plan instanceof Plan.IndexRanges ranges ? ranges.index() : plan.toString());
        assertTrue(plan.isExact());
        assertEquals(List.of(">= [10, 0] and <= [10, 10]"), ((Plan.IndexRanges) plan).bounds());
    }

    @Test
    void aPatternForTheBeginningIsARange() {
        final CollectionView view = view(1, List.of(index("ordered", "c")), numbered(700));
        final Plan plan = plan(view, Map.of("c", Map.of("$regex", "^text 11")));
        assertTrue(plan instanceof Plan.IndexRanges, plan::toString);
        assertEquals(8, plan.estimate(), 3);
    }
}
