package io.lokivector.benchmarks.vectors;

import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriter;
import io.github.jbellis.jvector.graph.disk.GraphIndexWriterTypes;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.disk.feature.Feature;
import io.github.jbellis.jvector.graph.disk.feature.FeatureId;
import io.github.jbellis.jvector.graph.disk.feature.FusedPQ;
import io.github.jbellis.jvector.graph.disk.feature.InlineVectors;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import io.lokivector.benchmarks.vectors.ContenderProcess.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * JVector's graph with its hierarchy of levels: either on the heap over float vectors, or written
 * to a file with fused product quantization (the codes of a node's neighbours beside its links) and
 * ordered again by the exact vectors in the same file.
 *
 * <p>Its degree counts links of the lowest level. Overflow and alpha are those of its own examples.
 */
final class JVectorContender implements Contender {
    private static final VectorTypeSupport TYPES =
            VectorizationProvider.getInstance().getVectorTypeSupport();
    private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;
    private static final int CLUSTERS = 256;

    private final boolean isFused;
    private final Path file;
    private final Path sharedGraph;
    private final Path spentOnGraph;
    private Build borrowed = Build.NOTHING;
    private @Nullable RandomAccessVectorValues vectors;
    private @Nullable ImmutableGraphIndex graph;
    private @Nullable ReaderSupplier readers;

    private JVectorContender(boolean isFused, Path folder) {
        this.isFused = isFused;
        this.file = folder.resolve("graph");
        this.sharedGraph = folder.resolveSibling("jvector-graph");
        this.spentOnGraph = folder.resolveSibling("jvector-graph.spent");
    }

    /** The graph on the heap over floats. */
    static JVectorContender floats(Path folder) {
        return new JVectorContender(false, folder);
    }

    /** The graph in a file with fused product quantization. */
    static JVectorContender fused(Path folder) {
        return new JVectorContender(true, folder);
    }

    @Override
    public void build(VectorSet data, List<Filter> filters, int threads) throws IOException {
        final List<VectorFloat<?>> rows = new ArrayList<>(data.size());
        for (int row = 0; row < data.size(); row++) {
            rows.add(TYPES.createFloatVector(data.unitVector(row)));
        }
        final RandomAccessVectorValues values =
                new ListRandomAccessVectorValues(rows, data.dimension());
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            if (isFused) {
                fuse(values, pool);
            } else {
                vectors = values;
                graph = connect(values, pool);
            }
        }
    }

    private static ImmutableGraphIndex connect(RandomAccessVectorValues values, ForkJoinPool pool)
            throws IOException {
        try (GraphIndexBuilder builder =
                GraphIndexBuilder.builder(
                                BuildScoreProvider.randomAccessScoreProvider(values, SIMILARITY),
                                values.dimension(),
                                List.of(2 * M, M))
                        .withBeamWidth(EF_CONSTRUCTION)
                        .withNeighborOverflow(OVERFLOW)
                        .withAlpha(ALPHA)
                        .withSimdExecutor(pool)
                        .withParallelExecutor(pool)
                        .build()) {
            return builder.build(values);
        }
    }

    /** The graph is the same as without codes; the one that was built before is used again. */
    private void fuse(RandomAccessVectorValues values, ForkJoinPool pool) throws IOException {
        if (Files.exists(spentOnGraph)) {
            final String[] spent = Files.readString(spentOnGraph).split(" ", 2);
            borrowed = new Build(Long.parseLong(spent[0]), Long.parseLong(spent[1]));
            try (ReaderSupplier reader = ReaderSupplierFactory.open(sharedGraph);
                    ImmutableGraphIndex built = OnDiskGraphIndex.load(reader)) {
                write(built, values, pool);
            }
        } else {
            write(connect(values, pool), values, pool);
        }
        readers = ReaderSupplierFactory.open(file);
        graph = OnDiskGraphIndex.load(readers);
    }

    @Override
    public void leave(Build spent) throws IOException {
        if (!isFused && graph != null && vectors != null) {
            OnDiskGraphIndex.write(graph, vectors, sharedGraph);
            Files.writeString(spentOnGraph, spent.wallNanos() + " " + spent.cpuNanos());
        }
    }

    @Override
    public Build borrowed() {
        return borrowed;
    }

    /** As many parts as JVector chooses for these dimensions: more of them for shorter vectors. */
    private static int subspaces(int dimension) {
        return dimension <= 200 ? Math.max(1, dimension / 2) : dimension / 4;
    }

    private void write(
            ImmutableGraphIndex built, RandomAccessVectorValues values, ForkJoinPool pool)
            throws IOException {
        final ProductQuantization quantization =
                ProductQuantization.compute(
                        values,
                        subspaces(values.dimension()),
                        Math.min(CLUSTERS, values.size()),
                        false,
                        -1f,
                        pool,
                        pool);
        final PQVectors codes = quantization.encodeAll(values, pool);
        try (var view = built.getView();
                var writer =
                        GraphIndexWriter.getBuilderFor(
                                        GraphIndexWriterTypes.RANDOM_ACCESS, built, file)
                                .with(new InlineVectors(values.dimension()))
                                .with(new FusedPQ(built.maxDegree(), quantization))
                                .build()) {
            final Map<FeatureId, IntFunction<Feature.State>> states =
                    new EnumMap<>(FeatureId.class);
            states.put(
                    FeatureId.INLINE_VECTORS,
                    row -> new InlineVectors.State(values.getVector(row)));
            states.put(FeatureId.FUSED_PQ, row -> new FusedPQ.State(view, codes, row));
            writer.write(states);
        }
    }

    @Override
    public Search search(int effort, Filter filter) {
        final ImmutableGraphIndex searched = graph;
        if (searched == null) {
            throw new IllegalStateException("the index has not been built");
        }
        final GraphSearcher searcher = new GraphSearcher(searched);
        final Bits accepted = filter.acceptsAll() ? Bits.ALL : filter.rows()::get;
        return (query, rows) -> {
            final VectorFloat<?> vector = TYPES.createFloatVector(query);
            final SearchResult.NodeScore[] found =
                    searcher.search(scores(searcher, vector), K, effort, 0, 0, accepted).getNodes();
            for (int rank = 0; rank < found.length; rank++) {
                rows[rank] = found[rank].node;
            }
            return found.length;
        };
    }

    private SearchScoreProvider scores(GraphSearcher searcher, VectorFloat<?> query) {
        if (vectors != null) {
            return DefaultSearchScoreProvider.exact(query, SIMILARITY, vectors);
        }
        if (!(searcher.getView() instanceof final ImmutableGraphIndex.ScoringView view)) {
            throw new IllegalStateException("the graph in the file does not score");
        }
        return new DefaultSearchScoreProvider(
                view.approximateScoreFunctionFor(query, SIMILARITY),
                view.rerankerFor(query, SIMILARITY));
    }

    @Override
    public long indexBytes() throws IOException {
        if (isFused) {
            return Files.size(file);
        }
        if (graph == null || vectors == null) {
            throw new IllegalStateException("the index has not been built");
        }
        return graph.ramBytesUsed() + (long) vectors.size() * vectors.dimension() * Float.BYTES;
    }

    @Override
    public void close() throws IOException {
        if (graph != null) {
            graph.close();
        }
        if (readers != null) {
            readers.close();
        }
    }
}
