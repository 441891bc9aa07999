package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import io.lokivector.engine.query.CodedSort;
import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.query.SortCodes;
import io.lokivector.engine.query.StoredMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers queries about the documents of a collection on all cores. Thread-safe. */
final class DocumentFinder {
    /** So many documents are worth being handed to another thread. */
    private static final int CHUNK_DOCUMENTS = 4_096;

    private final FieldNames names;
    private final DocumentMaps maps;
    private final ScannedFields scanned;
    private final ScanWorkers workers;
    private final Duration timeMax;

    DocumentFinder(
            FieldNames names,
            DocumentMaps maps,
            ScannedFields scanned,
            ScanWorkers workers,
            Duration timeMax) {
        this.timeMax = timeMax;
        this.names = names;
        this.maps = maps;
        this.scanned = scanned;
        this.workers = workers;
    }

    /** A scan to be read by the caller alone, as far as it wants. */
    QueryScan scan(CollectionView view, Query query) {
        return scan(view, query, Candidates.of(view, query));
    }

    private QueryScan scan(CollectionView view, Query query, Candidates candidates) {
        return new QueryScan(
                view, query, candidates, names, maps, scanned, new EvaluationTime(timeMax));
    }

    /** How many documents match; told by indexes alone where they can tell. */
    long count(CollectionView view, Query query) {
        final Candidates candidates = Candidates.of(view, query);
        final OptionalLong known = candidates.count();
        if (known.isPresent()) {
            return known.getAsLong();
        }
        final QueryScan scan = scan(view, query, candidates);
        final LongAdder count = new LongAdder();
        workers.forEach(
                chunks(scan),
                chunk -> {
                    final QueryScan.Reader reader = scan.reader();
                    long ofChunk = 0;
                    for (int group = begin(scan, chunk); group < end(scan, chunk); group++) {
                        ofChunk += reader.read(group);
                    }
                    count.add(ofChunk);
                });
        return count.sum();
    }

    /**
     * Where the documents are that match; none of them is decoded, and where indexes can tell, none
     * is looked at.
     */
    MatchingSlots slots(CollectionView view, Query query) {
        final Candidates candidates = Candidates.of(view, query);
        final Optional<MatchingSlots> known = candidates.matches();
        if (known.isPresent()) {
            return known.get();
        }
        final QueryScan scan = scan(view, query, candidates);
        final long[][] words = new long[scan.shards()][scan.leavesEnd()];
        workers.forEach(
                chunks(scan),
                chunk -> {
                    final QueryScan.Reader reader = scan.reader();
                    for (int group = begin(scan, chunk); group < end(scan, chunk); group++) {
                        if (reader.read(group) > 0) {
                            for (int shard = 0; shard < words.length; shard++) {
                                words[shard][reader.leaf()] = reader.matches(shard);
                            }
                        }
                    }
                });
        return new MatchingSlots(Arrays.stream(words).map(SlotSet::new).toList());
    }

    /**
     * Makes something of the matching documents of each chunk, and takes what was made in the order
     * of the ids.
     *
     * @param make called by several threads
     * @param take called by the calling thread
     */
    <P> void inParts(
            CollectionView view,
            Query query,
            Function<Iterator<DocumentMap>, P> make,
            Consumer<P> take) {
        final QueryScan scan = scan(view, query);
        workers.<P>inOrder(
                chunks(scan),
                chunk ->
                        make.apply(
                                new DocumentScan(scan, maps, begin(scan, chunk), end(scan, chunk))),
                part -> {
                    take.accept(part);
                    return true;
                });
    }

    /**
     * The documents that match.
     *
     * @param order none for ascending {@code $loki}
     * @param offset how many to leave out at the beginning
     * @param limit how many to give at most
     */
    List<DocumentMap> find(
            CollectionView view,
            Query query,
            Optional<DocumentOrder> order,
            int offset,
            int limit) {
        final int wanted = (int) Math.min((long) offset + limit, Integer.MAX_VALUE);
        final Candidates candidates = Candidates.of(view, query);
        final @Nullable FoundDocuments walked =
                order.isEmpty()
                        ? null
                        : inIndexOrder(view, query, candidates.plan(), order.get(), wanted);
        if (walked != null) {
            return answers(walked, i -> i, offset, walked.size());
        }
        if (order.isEmpty() && wanted > 0 && candidates.areMatchesOfOneShard()) {
            final FoundDocuments found = named(view, candidates, wanted);
            return answers(found, i -> i, offset, Math.min(wanted, found.size()));
        }
        final QueryScan scan = scan(view, query, candidates);
        if (order.isEmpty()) {
            final FoundDocuments found = inIdOrder(scan, wanted);
            return answers(found, i -> i, offset, Math.min(wanted, found.size()));
        }
        final SortCodes codes = new SortCodes(order.get());
        final FoundDocuments found = withCodes(scan, codes);
        final int[] sorted =
                new CodedSort(
                                codes,
                                found.codes(),
                                number -> maps.map(found.id(number), found.document(number)))
                        .first(found.size(), wanted);
        return answers(found, i -> sorted[i], offset, Math.min(wanted, found.size()));
    }

    /** The first matches by walking an index; null if that is not the way. */
    private @Nullable FoundDocuments inIndexOrder(
            CollectionView view, Query query, Plan plan, DocumentOrder order, int wanted) {
        final Optional<IndexOrder> walk =
                IndexOrder.of(view, query, plan, order, wanted, IndexOrder.SHARE);
        if (walk.isEmpty()) {
            return null;
        }
        final StoredMatcher matcher = new StoredMatcher(query, names, maps);
        final EvaluationTime time = new EvaluationTime(timeMax);
        return new IndexWalk(
                        view,
                        walk.get(),
                        (id, document) -> {
                            final long begin = System.nanoTime();
                            final boolean matches = matcher.matches(id, document);
                            time.add(System.nanoTime() - begin);
                            return matches;
                        })
                .first(wanted);
    }

    /** The documents that indexes name, which stand far apart: each is fetched by itself. */
    private static FoundDocuments named(CollectionView view, Candidates candidates, int wanted) {
        final FoundDocuments found = new FoundDocuments(0);
        final int @Nullable [] slots = candidates.slots(0);
        for (int i = 0; slots != null && i < slots.length && found.size() < wanted; i++) {
            final @Nullable StoredDocument document = view.document(0, slots[i]);
            if (document != null) {
                found.add(view.layout().idOf(0, slots[i]), document);
            }
        }
        return found;
    }

    private FoundDocuments inIdOrder(QueryScan scan, int wanted) {
        final FoundDocuments found = new FoundDocuments(0);
        if (wanted == 0) {
            return found;
        }
        workers.inOrder(
                chunks(scan),
                chunk -> {
                    final FoundDocuments part = new FoundDocuments(0);
                    final QueryScan.Reader reader = scan.reader();
                    final int end = end(scan, chunk);
                    for (int group = begin(scan, chunk);
                            group < end && part.size() < wanted;
                            group++) {
                        reader.read(group);
                        while (reader.advance()) {
                            part.add(reader.id(), reader.document());
                        }
                    }
                    return part;
                },
                part -> {
                    found.addAll(part);
                    return found.size() < wanted;
                });
        return found;
    }

    private FoundDocuments withCodes(QueryScan scan, SortCodes codes) {
        final FoundDocuments found = new FoundDocuments(codes.count());
        if (scan.isWhole()) {
            codes.block(names, maps, scanned).noteScan();
        }
        workers.inOrder(
                chunks(scan),
                chunk -> {
                    final FoundDocuments part = new FoundDocuments(codes.count());
                    final QueryScan.Reader reader = scan.reader();
                    final DocumentBlock block = codes.block(names, maps, scanned);
                    final long[][][] made =
                            new long[codes.count()][scan.shards()][DocumentBlock.ROWS];
                    for (int group = begin(scan, chunk); group < end(scan, chunk); group++) {
                        if (reader.read(group) > 0) {
                            make(codes, reader, block, made);
                            while (reader.advance()) {
                                part.add(reader.id(), reader.document());
                                for (int key = 0; key < made.length; key++) {
                                    part.setCode(key, made[key][reader.shard()][reader.row()]);
                                }
                            }
                        }
                    }
                    return part;
                },
                part -> {
                    found.addAll(part);
                    return true;
                });
        return found;
    }

    /** Makes the sort codes of all matches of a group, by key, shard and row. */
    private static void make(
            SortCodes codes, QueryScan.Reader reader, DocumentBlock block, long[][][] made) {
        for (int shard = 0; shard < made[0].length; shard++) {
            final long matches = reader.matches(shard);
            if (matches != 0) {
                reader.show(block, shard);
                for (int key = 0; key < made.length; key++) {
                    codes.make(block, key, matches, made[key][shard]);
                }
            }
        }
    }

    /** The documents from one position to another. */
    private List<DocumentMap> answers(
            FoundDocuments found, IntUnaryOperator numberAt, int from, int to) {
        if (from >= to) {
            return new ArrayList<>();
        }
        final DocumentMap[] answers = new DocumentMap[to - from];
        workers.forEach(
                (answers.length + CHUNK_DOCUMENTS - 1) / CHUNK_DOCUMENTS,
                chunk -> {
                    final int begin = chunk * CHUNK_DOCUMENTS;
                    final int end = Math.min(begin + CHUNK_DOCUMENTS, answers.length);
                    for (int i = begin; i < end; i++) {
                        final int number = numberAt.applyAsInt(from + i);
                        answers[i] = maps.map(found.id(number), found.document(number));
                    }
                });
        return new ArrayList<>(Arrays.asList(answers));
    }

    private static int chunks(QueryScan scan) {
        return (scan.groups() + chunkGroups(scan) - 1) / chunkGroups(scan);
    }

    private static int begin(QueryScan scan, int chunk) {
        return chunk * chunkGroups(scan);
    }

    private static int end(QueryScan scan, int chunk) {
        return Math.min(scan.groups(), (chunk + 1) * chunkGroups(scan));
    }

    private static int chunkGroups(QueryScan scan) {
        return Math.max(1, CHUNK_DOCUMENTS / DocumentBlock.ROWS / scan.shards());
    }
}
