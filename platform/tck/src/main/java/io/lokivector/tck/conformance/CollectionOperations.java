package io.lokivector.tck.conformance;

import io.lokivector.spi.request.CollectionInfo;
import io.lokivector.spi.request.CollectionRequest.AlterCollection;
import io.lokivector.spi.request.CollectionRequest.CreateCollection;
import io.lokivector.spi.request.CollectionRequest.CreateIndex;
import io.lokivector.spi.request.CollectionRequest.DropCollection;
import io.lokivector.spi.request.ServerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recorded operations on collections and on the database. */
final class CollectionOperations {
    private final FeatureContext context;

    CollectionOperations(FeatureContext context) {
        this.context = context;
    }

    /** What is observed, or nothing if it is no operation on collections. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "create" -> {
                        context.ask(new CreateCollection(collection, options(step)));
                        yield FeatureContext.ok();
                    }
                    case "dropCollection" -> {
                        context.ask(new DropCollection(collection));
                        yield FeatureContext.ok();
                    }
                    case "renameCollection" -> {
                        context.ask(
                                new AlterCollection(
                                        collection,
                                        Optional.of(context.named(step.get("to"))),
                                        Map.of()));
                        yield FeatureContext.ok();
                    }
                    case "ensureIndex" -> {
                        context.ask(
                                new CreateIndex(
                                        collection,
                                        String.valueOf(step.get("field")),
                                        Optional.of("ordered"),
                                        Map.of()));
                        yield FeatureContext.ok();
                    }
                    case "listCollections" -> Map.of("result", list());
                    case "reload" -> {
                        context.database().reopen();
                        yield FeatureContext.ok();
                    }
                    default -> null;
                });
    }

    private static Map<String, @Nullable Object> options(Map<String, @Nullable Object> step) {
        final Map<String, @Nullable Object> options =
                new LinkedHashMap<>(PlainValue.object(step.getOrDefault("options", Map.of())));
        // Ours always have it; compared is what was recorded.
        options.remove("disableMeta");
        if (options.get("unique") instanceof final String field) {
            options.put("unique", List.of(field));
        }
        return options;
    }

    /**
     * Names and counts by name; the original gave the newest first, and the first name as a type.
     */
    private List<Map<String, @Nullable Object>> list() {
        final List<Map<String, @Nullable Object>> own = new ArrayList<>();
        for (final CollectionInfo info : context.ask(new ServerRequest.ListCollections())) {
            if (info.name().startsWith(context.prefix())) {
                own.add(
                        Map.of(
                                "name",
                                info.name().substring(context.prefix().length()),
                                "count",
                                info.count()));
            }
        }
        own.sort(Comparator.comparing(each -> String.valueOf(each.get("name"))));
        return own;
    }
}
