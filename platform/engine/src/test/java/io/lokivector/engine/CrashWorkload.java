package io.lokivector.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.IndexSwitchOptions;
import io.lokivector.spi.request.ViewDefinition;
import io.lokivector.spi.request.ViewFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stream of random operations, each of which changes a database and a model of it alike. The
 * model runs ahead by one operation: a crash leaves the database as it was before that, or after.
 */
final class CrashWorkload {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    /** Their type, if there is such an index. */
    private static final Map<String, List<String>> INDEXES =
            Map.of(
                    "n", List.of("ordered"),
                    "u", List.of("unique"),
                    "e", List.of("flat", "hnsw"),
                    "f", List.of("flat", "hnsw"));

    private final RandomGenerator random;

    /** The tag that was acknowledged for a {@code $loki} of the collection of a number. */
    private final Map<Integer, Map<Long, String>> acknowledged = new HashMap<>();

    private CrashModel before = new CrashModel();
    private CrashModel model = new CrashModel();
    private int created;
    private int tags;

    CrashWorkload(RandomGenerator random) {
        this.random = random;
    }

    /** Takes the side of what survived a crash; fails if it is neither before nor after. */
    void settle(String found, String which) {
        if (found.equals(before.dump())) {
            model = before.copy();
        } else {
            assertEquals(
                    model.dump(), found, which + "; before the last operation: " + before.dump());
        }
    }

    CrashModel model() {
        return model;
    }

    /** Carries out one operation; the power may fail in it. */
    void step(LokiVector engine) {
        before = model.copy();
        final int kind = random.nextInt(28);
        if (model.tables.isEmpty() || kind == 0 && model.tables.size() < NAMES.size()) {
            create(engine);
            return;
        }
        final List<String> names = List.copyOf(model.tables.keySet());
        final String name = names.get(random.nextInt(names.size()));
        final CrashModel.Table table = model.tables.get(name);
        switch (kind) {
            case 1 -> {
                model.tables.remove(name);
                engine.dropCollection(name);
            }
            case 2 -> rename(engine, name);
            case 3 -> map(engine);
            case 4, 5 -> engine.maintain();
            case 6, 7, 8 -> index(engine.collection(name), table);
            case 9, 10 -> update(engine.collection(name), table);
            case 11, 12 -> replace(engine.collection(name), table);
            case 13 -> removeMany(engine.collection(name), table);
            case 14 -> removeOne(engine.collection(name), table);
            case 16, 17 -> view(engine.collection(name), table);
            case 18, 19 -> change(engine.collection(name), table);
            case 15 -> refuse(engine.collection(name), table);
            default -> insert(engine.collection(name), table);
        }
    }

    private String freeName() {
        return NAMES.stream()
                .filter(name -> !model.tables.containsKey(name))
                .findFirst()
                .orElse("x");
    }

    private void create(LokiVector engine) {
        final String name = freeName();
        final TreeMap<String, String> indexes = new TreeMap<>();
        final Map<String, @Nullable Object> options = new HashMap<>();
        final int shards = random.nextInt(1, 4);
        options.put("shards", shards);
        if (random.nextBoolean()) {
            options.put("unique", List.of("u"));
            options.put("indices", List.of("n"));
            options.put("vectorIndices", Map.of("e", Map.of("type", "flat")));
            indexes.putAll(Map.of("u", "unique", "n", "ordered", "e", "flat"));
        }
        model.tables.put(
                name,
                new CrashModel.Table(++created, shards, indexes, new TreeMap<>(), new TreeMap<>()));
        engine.createCollection(name, options);
    }

    private void rename(LokiVector engine, String name) {
        final String newName = freeName();
        model.tables.put(newName, model.tables.remove(name));
        engine.renameCollection(name, newName);
    }

    private void map(LokiVector engine) {
        final String key = "k" + random.nextInt(5);
        if (random.nextInt(3) == 0) {
            model.entries.remove(key);
            engine.durableMap(CrashModel.MAP_OWNER).remove(key);
        } else {
            final byte value = (byte) random.nextInt(100);
            model.entries.put(key, String.valueOf(value));
            engine.durableMap(CrashModel.MAP_OWNER).put(key, new byte[] {value});
        }
    }

    private void index(Collection collection, CrashModel.Table table) {
        final String field = List.of("n", "u", "e", "f").get(random.nextInt(4));
        if (table.indexes().remove(field) != null) {
            collection.dropIndex(field);
        } else {
            final List<String> types = INDEXES.getOrDefault(field, List.of());
            final String type = types.get(random.nextInt(types.size()));
            table.indexes().put(field, type);
            collection.createIndex(field, type, Map.of());
        }
    }

    /** Takes a step of the switch of a vector index, or begins one. */
    private void change(Collection collection, CrashModel.Table table) {
        final String field = random.nextBoolean() ? "e" : "f";
        final @Nullable String before = table.indexes().get(field);
        if (before == null) {
            return;
        }
        final IndexSwitch step = collection.indexSwitch(field);
        final boolean isRolledBack = random.nextInt(3) == 0;
        final String[] ahead = before.split(CrashModel.BEFORE);
        final String[] cutOver = before.split(CrashModel.AFTER);
        if (ahead.length == 2) {
            table.indexes()
                    .put(field, isRolledBack ? ahead[0] : ahead[1] + CrashModel.AFTER + ahead[0]);
            if (isRolledBack) {
                step.rollBack();
            } else {
                // After an opening it may still be being filled.
                while (isFilling(collection.index(field).switching().orElseThrow())) {
                    Thread.onSpinWait();
                }
                step.cutOver();
            }
        } else if (cutOver.length == 2) {
            table.indexes().put(field, isRolledBack ? cutOver[1] : cutOver[0]);
            if (isRolledBack) {
                step.rollBack();
            } else {
                step.commit();
            }
        } else {
            final String type = random.nextBoolean() ? "flat" : "hnsw";
            table.indexes().put(field, before + CrashModel.BEFORE + type);
            step.start(
                    IndexSwitchOptions.schema().bind(Map.of("type", type, "automatic", false), ""));
        }
    }

    private static boolean isFilling(IndexSwitchInfo underWay) {
        return underWay.after().state() == IndexInfo.State.BUILDING;
    }

    private void view(Collection collection, CrashModel.Table table) {
        final String name = "v" + random.nextInt(3);
        final long least = random.nextInt(6);
        if (!table.views().containsKey(name)) {
            table.views().put(name, least);
            collection.createView(
                    new ViewDefinition(
                            name,
                            List.of(new ViewFilter(Optional.of("n"), CrashModel.filter(least))),
                            List.of(),
                            false));
        } else if (random.nextInt(3) == 0) {
            table.views().remove(name);
            collection.dropView(name);
        } else {
            table.views().put(name, least);
            collection.view(name).addFilter(CrashModel.filter(least), "n");
        }
    }

    private Map<String, @Nullable Object> document(String tag) {
        final Map<String, @Nullable Object> document = new HashMap<>();
        document.put("tag", tag);
        document.put("n", (long) random.nextInt(6));
        if (random.nextBoolean()) {
            document.put("u", "u" + tag);
        }
        if (random.nextInt(4) != 0) {
            document.put("e", vector(4));
        }
        if (random.nextInt(3) == 0) {
            document.put("f", vector(3));
        }
        document.put("p" + random.nextInt(20), "x".repeat(random.nextInt(60)));
        return document;
    }

    private List<Float> vector(int dimension) {
        final List<Float> vector = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            vector.add(random.nextFloat(-1, 1));
        }
        return vector;
    }

    private String newTag(CrashModel.Table table) {
        return table.number() + "-" + tags++;
    }

    private void insert(Collection collection, CrashModel.Table table) {
        final List<Map<String, @Nullable Object>> batch = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            batch.add(document(newTag(table)));
        }
        batch.forEach(document ->
                table.documents()
                        .put(String.valueOf(document.get("tag")), CrashModel.plain(document)));
        final List<Long> ids = collection.insert(batch);
        for (int i = 0; i < ids.size(); i++) {
            acknowledge(table, ids.get(i), String.valueOf(batch.get(i).get("tag")));
        }
    }

    /** Notes who has a {@code $loki}; fails if another ever had it. */
    void acknowledge(CrashModel.Table table, long id, String tag) {
        final @Nullable String other =
                acknowledged.computeIfAbsent(table.number(), _ -> new HashMap<>()).put(id, tag);
        assertTrue(
                other == null || other.equals(tag),
                () -> "$loki " + id + " was of " + other + ", and is now of " + tag);
    }

    /** Two documents of one unique value: neither may be there. */
    private void refuse(Collection collection, CrashModel.Table table) {
        if (!"unique".equals(table.indexes().get("u"))) {
            return;
        }
        final Map<String, @Nullable Object> first = document(newTag(table));
        final Map<String, @Nullable Object> second = document(newTag(table));
        first.put("u", "twice");
        second.put("u", "twice");
        assertEquals(
                ErrorCode.CONFLICT,
                assertThrows(
                                LokiVectorException.class,
                                () -> collection.insert(List.of(first, second)))
                        .code());
    }

    private void update(Collection collection, CrashModel.Table table) {
        final long n = random.nextInt(6);
        final List<Float> vector = vector(4);
        final Map<String, @Nullable Object> change =
                switch (random.nextInt(3)) {
                    case 0 -> Map.of("$set", Map.of("e", vector));
                    case 1 -> Map.of("$unset", Map.of("e", 1));
                    default -> Map.of("$inc", Map.of("n", 1L));
                };
        for (final TreeMap<String, Object> document : table.documents().values()) {
            if (document.get("n") instanceof final Long value && value == n) {
                if (change.containsKey("$set")) {
                    document.put("e", vector);
                } else if (change.containsKey("$unset")) {
                    document.remove("e");
                } else {
                    document.put("n", n + 1);
                }
            }
        }
        collection.update(Map.of("n", n), change);
    }

    private @Nullable String anyTag(CrashModel.Table table) {
        final List<String> all = List.copyOf(table.documents().keySet());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private static long idOf(Collection collection, String tag) {
        final Object id = collection.findOne(Map.of("tag", tag)).orElseThrow().get("$loki");
        return id instanceof final Long number ? number : -1;
    }

    private void replace(Collection collection, CrashModel.Table table) {
        final @Nullable String tag = anyTag(table);
        if (tag != null) {
            final Map<String, @Nullable Object> document = document(tag);
            table.documents().put(tag, CrashModel.plain(document));
            collection.replace(idOf(collection, tag), document);
        }
    }

    private static void removeMany(Collection collection, long n, CrashModel.Table table) {
        table.documents().values().removeIf(document -> document.get("n").equals(n));
        collection.remove(Map.of("n", n));
    }

    private void removeMany(Collection collection, CrashModel.Table table) {
        removeMany(collection, random.nextInt(6), table);
    }

    private void removeOne(Collection collection, CrashModel.Table table) {
        final @Nullable String tag = anyTag(table);
        if (tag != null) {
            table.documents().remove(tag);
            collection.delete(idOf(collection, tag));
        }
    }
}
