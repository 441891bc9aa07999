package io.lokivector.engine.collection;

import io.lokivector.engine.document.FieldNames;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.IndexInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The indexes of values of one collection that are being made. Thread-safe. */
final class ValueIndexBuilds {
    private static final System.Logger LOG = System.getLogger(ValueIndexBuilds.class.getName());

    /** So many documents are read faster than a thread is begun for them. */
    private static final int AT_ONCE_DOCUMENTS_MAX = 10_000;

    private final CommitQueue queue;
    private final FieldNames names;
    private final Map<String, ValueIndexBuild> builds = new LinkedHashMap<>();

    ValueIndexBuilds(CommitQueue queue, FieldNames names) {
        this.queue = queue;
        this.names = names;
    }

    /**
     * Makes an index, and returns when it is there; if that takes longer than one wants to wait, it
     * goes on in the background. Who asks for one that is being made waits for that.
     *
     * @throws LokiVectorException if it cannot be made, and nothing changed
     */
    void create(IndexDefinition wanted, long waitSeconds) {
        final ValueIndexBuild build = begin(wanted);
        if (queue.published().size() <= AT_ONCE_DOCUMENTS_MAX) {
            build.run();
        } else {
            start(build);
        }
        if (!build.await(waitSeconds)) {
            LOG.log(System.Logger.Level.INFO, "An index is built in the background");
            build.done()
                    .whenComplete((_, failure) -> {
                        if (failure == null) {
                            forget(build);
                        } else {
                            LOG.log(
                                    System.Logger.Level.WARNING,
                                    "An index could not be built",
                                    failure);
                        }
                    });
            return;
        }
        forget(build);
        try {
            build.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof final RuntimeException fault) {
                throw fault;
            }
            throw e;
        }
    }

    private synchronized ValueIndexBuild begin(IndexDefinition wanted) {
        final @Nullable ValueIndexBuild present = builds.get(wanted.field());
        if (present != null && !present.done().isDone()) {
            IndexAdministration.checkSameType(present.definition(), wanted);
            return present;
        }
        final ValueIndexBuild build = new ValueIndexBuild(wanted, queue, names);
        builds.put(wanted.field(), build);
        return build;
    }

    /** On a thread of the system, because for long it will do nothing but calculate. */
    private static void start(ValueIndexBuild build) {
        Thread.ofPlatform()
                .daemon()
                .name("lokivector-build-" + build.definition().field())
                .start(build);
    }

    private synchronized void forget(ValueIndexBuild build) {
        builds.remove(build.definition().field(), build);
    }

    /**
     * Ends the making of an index, and returns when it has ended.
     *
     * @return whether it was being made, or could not be
     */
    boolean cancel(String name) {
        final @Nullable ValueIndexBuild build;
        synchronized (this) {
            build = builds.remove(name);
        }
        if (build == null) {
            return false;
        }
        build.cancel();
        return build.done().handle((_, failure) -> failure != null).join();
    }

    /** Those under way, and those that failed when nobody waited for them any more. */
    synchronized List<IndexInfo> infos() {
        return builds.values().stream()
                .filter(build -> !build.done().isDone() || build.done().isCompletedExceptionally())
                .map(ValueIndexBuilds::info)
                .toList();
    }

    private static IndexInfo info(ValueIndexBuild build) {
        final IndexDefinition definition = build.definition();
        final boolean hasFailed = build.done().isDone();
        return new IndexInfo(
                definition.field(),
                definition.fields(),
                definition.type(),
                false,
                hasFailed ? IndexInfo.State.UNAVAILABLE : IndexInfo.State.BUILDING,
                hasFailed ? reason(build) : "it is being filled",
                build.progress(),
                build.documentsRead(),
                0,
                Map.of(),
                definition.options());
    }

    private static String reason(ValueIndexBuild build) {
        final Throwable failure = build.done().exceptionNow();
        return failure instanceof final LokiVectorException fault
                ? fault.problem()
                : "it could not be built: " + failure;
    }
}
