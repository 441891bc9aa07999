package io.lokivector.engine;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.IndexInfo;
import io.lokivector.spi.request.IndexSwitchInfo;
import io.lokivector.spi.request.ViewDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a database should hold: nothing but maps, which can be copied and compared as text. */
final class CrashModel {
    static final String MAP_OWNER = "crash-test";

    final TreeMap<String, Table> tables = new TreeMap<>();
    final TreeMap<String, String> entries = new TreeMap<>();

    /**
     * A collection; its documents by their tag, which no two documents ever share, and its dynamic
     * views by the {@code n} that their documents have at least.
     */
    record Table(
            int number,
            int shards,
            TreeMap<String, String> indexes,
            TreeMap<String, Long> views,
            TreeMap<String, TreeMap<String, Object>> documents) {
        /** What a view is, and how many documents it has. */
        String view(long least) {
            final long count =
                    documents.values().stream()
                            .filter(each -> each.get("n") instanceof Long n && n >= least)
                            .count();
            return filter(least) + " has " + count;
        }

        Table copy() {
            final TreeMap<String, TreeMap<String, Object>> copied = new TreeMap<>();
            documents.forEach((tag, document) -> copied.put(tag, new TreeMap<>(document)));
            return new Table(number, shards, new TreeMap<>(indexes), new TreeMap<>(views), copied);
        }
    }

    /** What documents of a view meet. */
    static Map<String, @Nullable Object> filter(long least) {
        return Map.of("n", Map.of("$gte", least));
    }

    CrashModel copy() {
        final CrashModel copy = new CrashModel();
        tables.forEach((name, table) -> copy.tables.put(name, table.copy()));
        copy.entries.putAll(entries);
        return copy;
    }

    /** Between the types of an index and of the new one that is to take its place. */
    static final String BEFORE = " before ";

    /** Between the types of a new index and of the old one, which is kept. */
    static final String AFTER = " after ";

    String dump() {
        final StringBuilder text = new StringBuilder();
        tables.forEach((name, table) -> {
            final TreeMap<String, String> views = new TreeMap<>();
            table.views.forEach((view, least) -> views.put(view, table.view(least)));
            append(text, name, table.shards, table.indexes, views, table.documents);
        });
        return text.append(entries).toString();
    }

    /** What the database holds, in the same words. */
    static String dump(LokiVector engine) {
        final StringBuilder text = new StringBuilder();
        for (final CollectionInfo info : engine.collections()) {
            final TreeMap<String, String> indexes = new TreeMap<>();
            info.indexes().forEach(index -> indexes.put(index.field(), described(index)));
            final TreeMap<String, TreeMap<String, Object>> documents = new TreeMap<>();
            for (final Map<String, @Nullable Object> found :
                    engine.collection(info.name()).find(Map.of())) {
                documents.put(String.valueOf(found.get("tag")), plain(found));
            }
            append(
                    text,
                    info.name(),
                    info.shards(),
                    indexes,
                    views(engine.collection(info.name())),
                    documents);
        }
        final TreeMap<String, String> entries = new TreeMap<>();
        engine.durableMap(MAP_OWNER)
                .entries()
                .forEach((key, value) -> entries.put(key, String.valueOf(value[0])));
        return text.append(entries).toString();
    }

    /**
     * Its type; while it is switched, also that of the index beside it, and which is the new one.
     */
    private static String described(IndexInfo index) {
        return index.type()
                + index.switching()
                        .map(underWay ->
                                underWay.phase() == IndexSwitchInfo.Phase.CUT_OVER
                                        ? AFTER + underWay.before().type()
                                        : BEFORE + underWay.after().type())
                        .orElse("");
    }

    private static TreeMap<String, String> views(Collection collection) {
        final TreeMap<String, String> views = new TreeMap<>();
        for (final ViewDefinition view : collection.views()) {
            views.put(
                    view.name(),
                    view.filters().getFirst().query()
                            + " has "
                            + collection.view(view.name()).count());
        }
        return views;
    }

    private static void append(
            StringBuilder text,
            String name,
            int shards,
            TreeMap<String, String> indexes,
            TreeMap<String, String> views,
            TreeMap<String, TreeMap<String, Object>> documents) {
        text.append(name).append(" of ").append(shards).append(" shards ").append(indexes);
        text.append(views);
        text.append('\n');
        documents.forEach((tag, document) -> text.append("  ").append(document).append('\n'));
    }

    /** A document as it was given: without what the database adds, its vectors as lists. */
    static TreeMap<String, Object> plain(Map<String, @Nullable Object> found) {
        final TreeMap<String, Object> plain = new TreeMap<>();
        found.forEach((field, value) -> {
            if (value != null && !field.equals("meta") && !field.equals("$loki")) {
                plain.put(
                        field,
                        value instanceof List<?> || value instanceof float[]
                                ? floats(value)
                                : value);
            }
        });
        return plain;
    }

    static List<Float> floats(Object vector) {
        final List<Float> floats = new ArrayList<>();
        if (vector instanceof final float[] packed) {
            for (final float number : packed) {
                floats.add(number);
            }
        } else {
            ((List<?>) vector).forEach(number -> floats.add(((Number) number).floatValue()));
        }
        return floats;
    }
}
