package io.lokivector.tck.conformance;

import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeRequest.FlushChanges;
import io.lokivector.spi.request.ChangeRequest.ReadChanges;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.request.CollectionRequest.AlterCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The recorded operations on the changes feed. */
final class ChangeOperations {
    private static final int LIMIT = 10_000;

    private final FeatureContext context;

    ChangeOperations(FeatureContext context) {
        this.context = context;
    }

    /** What is observed, or nothing if it is no such operation. */
    Optional<Map<String, @Nullable Object>> observe(Map<String, @Nullable Object> step) {
        final String collection = context.collection(step);
        return Optional.ofNullable(
                switch (String.valueOf(step.get("op"))) {
                    case "changes" -> Map.of("result", changes(Optional.of(collection), _ -> true));
                    case "dbChanges" -> Map.of("result", changes(Optional.empty(), named(step)));
                    case "flushChanges" -> {
                        context.ask(new FlushChanges(Optional.of(collection)));
                        yield FeatureContext.ok();
                    }
                    case "clearAllChanges" -> {
                        context.ask(new FlushChanges(Optional.empty()));
                        yield FeatureContext.ok();
                    }
                    case "setChangesApi" -> {
                        final boolean disabled = !Boolean.TRUE.equals(step.get("enabled"));
                        context.ask(
                                new AlterCollection(
                                        collection,
                                        Optional.empty(),
                                        Map.of("disableChangesApi", disabled)));
                        yield FeatureContext.ok();
                    }
                    default -> null;
                });
    }

    private static Predicate<String> named(Map<String, @Nullable Object> step) {
        return step.containsKey("collections")
                ? PlainValue.list(step.get("collections"))::contains
                : _ -> true;
    }

    /** The original tells nothing of collections that do not ask for documents. */
    private List<Map<String, @Nullable Object>> changes(
            Optional<String> collection, Predicate<String> wanted) {
        final List<Map<String, @Nullable Object>> told = new ArrayList<>();
        for (final Change change : unflushed(collection)) {
            if (change.collection().startsWith(context.prefix()) && change.document().isPresent()) {
                final String name = change.collection().substring(context.prefix().length());
                if (wanted.test(name)) {
                    told.add(
                            Map.of(
                                    "name",
                                    name,
                                    "operation",
                                    String.valueOf(change.operation().letter()),
                                    "obj",
                                    change.document().get()));
                }
            }
        }
        return told;
    }

    /** Page by page, for others change the database, too. */
    private List<Change> unflushed(Optional<String> collection) {
        final List<Change> changes = new ArrayList<>();
        Start start = new Start.Unflushed();
        ChangePage page;
        do {
            page = context.ask(new ReadChanges(collection, start, LIMIT));
            changes.addAll(page.changes());
            start = new Start.After(page.last());
        } while (page.hasMore());
        return changes;
    }
}
