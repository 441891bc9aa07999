package io.lokivector.engine.collection;

import io.lokivector.engine.document.EncodedDocument;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.update.WriteOperation;
import io.lokivector.engine.update.WriteOperationParser;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.WriteRequest.BulkDone;
import io.lokivector.spi.request.WriteRequest.BulkFailed;
import io.lokivector.spi.request.WriteRequest.BulkItem;
import io.lokivector.spi.request.WriteRequest.BulkResult;
import io.lokivector.spi.request.WriteRequest.BulkSkipped;
import io.lokivector.spi.request.WriteRequest.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out many write operations in few transactions.
 *
 * <p>Operations share a batch, in which each sees what those before it did. Inserts that follow
 * each other are one transaction; only if that fails are they tried one by one. For one bulk write.
 */
final class BulkWriter {
    private final CommitQueue queue;
    private final DocumentChanges changes;
    private final DocumentEncoding encoding;
    private final CollectionStore.World world;

    BulkWriter(
            CommitQueue queue,
            DocumentChanges changes,
            DocumentEncoding encoding,
            CollectionStore.World world) {
        this.queue = queue;
        this.changes = changes;
        this.encoding = encoding;
        this.world = world;
    }

    /** An operation, and where it stands in the request. */
    private record Placed(int index, WriteOperation operation, String path) {
        boolean isInsert() {
            return operation instanceof WriteOperation.Insert;
        }

        /** The place of the document to be inserted. */
        String label() {
            return isInsert() ? path + ".document" : path;
        }
    }

    /**
     * Carries them out.
     *
     * @throws LokiVectorException if one is malformed, or, {@code atomic}, fails, and nothing has
     *     changed; or if the storage fails, and the detail {@code completed} counts those that were
     *     carried out before
     */
    BulkResult write(List<? extends @Nullable Object> operations, boolean atomic, boolean ordered) {
        final int max = world.config().insertDocumentsMax();
        if (operations.size() > max) {
            throw new LokiVectorException(
                    ErrorCode.TOO_LARGE,
                    "one bulk write takes at most "
                            + max
                            + " operations, not "
                            + operations.size());
        }
        final List<Placed> placed = place(operations);
        final int roundSize = atomic ? Math.max(1, placed.size()) : batchSize();
        final List<BulkItem> items = new ArrayList<>(placed.size());
        for (int from = 0; from < placed.size(); from += roundSize) {
            final List<Placed> round =
                    placed.subList(from, Math.min(placed.size(), from + roundSize));
            if (ordered && endsInFailure(items)) {
                round.forEach(_ -> items.add(new BulkSkipped()));
                continue;
            }
            try {
                items.addAll(new Round(round, atomic, ordered).write());
            } catch (LokiVectorException e) {
                throw atomic ? e : endOfBulk(e, from);
            }
        }
        return new BulkResult(List.copyOf(items));
    }

    private int batchSize() {
        return world.config().importBatchDocuments();
    }

    private static List<Placed> place(List<? extends @Nullable Object> operations) {
        final List<WriteOperation> parsed = WriteOperationParser.parse(operations);
        final List<Placed> placed = new ArrayList<>(parsed.size());
        for (int i = 0; i < parsed.size(); i++) {
            final String kind = WriteOperationParser.kindOf(operations.get(i));
            placed.add(new Placed(i, parsed.get(i), "operations[" + i + "]." + kind));
        }
        return placed;
    }

    private static boolean endsInFailure(List<BulkItem> items) {
        return !items.isEmpty() && !(items.getLast() instanceof BulkDone);
    }

    private static LokiVectorException endOfBulk(LokiVectorException fault, int completed) {
        final Map<String, @Nullable Object> details = new LinkedHashMap<>(fault.details());
        details.put("completed", completed);
        final LokiVectorException end =
                new LokiVectorException(
                        fault.code(),
                        fault.problem() + "; " + completed + " operations were carried out before",
                        details);
        end.initCause(fault);
        return end;
    }

    /** Whether an operation is at fault, and not the database. */
    private static boolean isOfOperation(LokiVectorException fault) {
        return switch (fault.code()) {
            case BAD_REQUEST, CONFLICT, TOO_LARGE, NOT_FOUND, PRECONDITION_FAILED -> true;
            default -> false;
        };
    }

    /** Operations that share a batch. */
    private final class Round {
        private final List<Placed> operations;
        private final boolean atomic;
        private final boolean ordered;
        private final long nowMs = world.clock().millis();
        private final Embedding embedding = new Embedding(world.models());
        private final Map<Integer, EncodedDocument> encoded = new HashMap<>();
        private Set<String> encodedFor = Set.of();

        Round(List<Placed> operations, boolean atomic, boolean ordered) {
            this.operations = operations;
            this.atomic = atomic;
            this.ordered = ordered;
        }

        List<BulkItem> write() {
            encodeAhead();
            while (true) {
                try {
                    return queue.writeSeries(series -> {
                        final List<BulkItem> items = carryOut(series);
                        embedding.requireNothing();
                        return items;
                    });
                } catch (Embedding.NeededException e) {
                    embedding.embedWanted();
                }
            }
        }

        /**
         * Encodes what can be encoded without the lock; what fails will fail again, in its turn.
         */
        private void encodeAhead() {
            final CollectionDefinition definition = queue.tip().definition();
            encodedFor = definition.vectorFields();
            if (!encoding.embeddedFields(definition).isEmpty()) {
                return;
            }
            for (final Placed placed : operations) {
                if (placed.operation instanceof WriteOperation.Insert(var document)) {
                    try {
                        encoded.put(
                                placed.index,
                                encoding.inserted(
                                        DocumentEncoding.checkNew(document, placed::label),
                                        nowMs,
                                        encodedFor,
                                        placed::label));
                    } catch (LokiVectorException e) {
                        encoded.remove(placed.index);
                    }
                }
            }
        }

        private List<BulkItem> carryOut(TransactionSeries series) {
            final List<BulkItem> items = new ArrayList<>(operations.size());
            int at = 0;
            while (at < operations.size()) {
                if (ordered && endsInFailure(items)) {
                    items.add(new BulkSkipped());
                    at++;
                } else if (operations.get(at).isInsert()) {
                    final List<Placed> run = operations.subList(at, endOfInserts(at));
                    insert(series, run, items);
                    at += run.size();
                } else {
                    items.add(attempt(series, operations.get(at)));
                    at++;
                }
            }
            return items;
        }

        private int endOfInserts(int from) {
            int end = from;
            while (end < operations.size() && operations.get(end).isInsert()) {
                end++;
            }
            return end;
        }

        /** Inserts together, or, if that fails, one by one. */
        private void insert(TransactionSeries series, List<Placed> run, List<BulkItem> items) {
            if (run.size() > 1) {
                try {
                    items.addAll(
                            series.add((tip, transaction) ->
                                    run.stream()
                                            .map(placed -> one(placed, tip, transaction))
                                            .toList()));
                    return;
                } catch (LokiVectorException e) {
                    if (atomic || !isOfOperation(e)) {
                        throw e;
                    }
                }
            }
            for (final Placed placed : run) {
                items.add(
                        ordered && endsInFailure(items)
                                ? new BulkSkipped()
                                : attempt(series, placed));
            }
        }

        private BulkItem attempt(TransactionSeries series, Placed placed) {
            try {
                return series.add((tip, transaction) -> one(placed, tip, transaction));
            } catch (LokiVectorException e) {
                final LokiVectorException named =
                        e.problem().startsWith(placed.path) ? e : in(placed, e);
                if (atomic || !isOfOperation(e)) {
                    throw named;
                }
                if (e instanceof final DuplicateKeyException duplicate) {
                    series.useUp(duplicate);
                }
                return new BulkFailed(named.code(), named.problem(), named.details());
            }
        }

        private BulkItem one(Placed placed, CollectionView tip, Transaction transaction) {
            final @Nullable EncodedDocument ready =
                    tip.definition().vectorFields().equals(encodedFor)
                            ? encoded.get(placed.index)
                            : null;
            if (ready != null) {
                final StoredDocument stored = new StoredDocument(ready.body());
                final long id = DocumentInserter.insert(transaction, stored, ready, placed::label);
                return new BulkDone(Effect.INSERTED, List.of(id));
            }
            final List<Long> ids = new ArrayList<>();
            final Effect effect =
                    changes.carryOut(
                            placed.operation,
                            new DocumentChanges.Means(tip, transaction, embedding, nowMs),
                            placed::label,
                            document -> ids.add(document.id()));
            return new BulkDone(effect, List.copyOf(ids));
        }
    }

    /** A failure with the place of its operation. */
    private static LokiVectorException in(Placed placed, LokiVectorException fault) {
        final LokiVectorException named =
                new LokiVectorException(
                        fault.code(), placed.path + ": " + fault.problem(), fault.details());
        named.initCause(fault);
        return named;
    }
}
