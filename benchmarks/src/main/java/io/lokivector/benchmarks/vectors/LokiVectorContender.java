package io.lokivector.benchmarks.vectors;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.Neighbors;
import io.lokivector.spi.index.OrdinalFilter;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.RecordSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One of this project's own indexes, asked through its socket as the engine asks it. */
final class LokiVectorContender implements Contender {
    private final ComponentContext context;
    private final Function<VectorSpace, VectorIndex> maker;
    private @Nullable VectorIndex index;

    private LokiVectorContender(Path folder, Maker maker) throws IOException {
        context = ComponentContext.at(folder);
        this.maker = space -> maker.make(space, context);
    }

    /** Binds a factory to its options. */
    private interface Maker {
        VectorIndex make(VectorSpace space, ExtensionContext context);
    }

    /**
     * An index of a type.
     *
     * @param options of the type, by name
     * @param folder for its files
     */
    static <C extends Record> LokiVectorContender of(
            VectorIndexFactory<C> factory, Map<String, Object> options, Path folder)
            throws IOException {
        final C config = RecordSchema.of(factory.configType()).bind(options, factory.type());
        return new LokiVectorContender(
                folder, (space, context) -> factory.create(config, space, context));
    }

    @Override
    public void build(VectorSet data, List<Filter> filters, int threads)
            throws InterruptedException {
        final VectorIndex made = maker.apply(new VectorSpace(data.dimension(), Metric.COSINE));
        index = made;
        final int size = data.size();
        final AtomicInteger next = new AtomicInteger();
        Parallel.run(
                threads,
                () -> {
                    for (int row = next.getAndIncrement();
                            row < size;
                            row = next.getAndIncrement()) {
                        made.put(row, data.vector(row));
                    }
                });
    }

    private VectorIndex index() {
        if (index == null) {
            throw new IllegalStateException("the index has not been built");
        }
        return index;
    }

    @Override
    public Search search(int effort, Filter filter) {
        final VectorIndex searched = index();
        final VectorIndex.Search search =
                new VectorIndex.Search(
                        K,
                        effort,
                        filter.acceptsAll() ? OrdinalFilter.all() : new Rows(filter.rows()));
        return (query, rows) -> {
            final Neighbors found = searched.search(query, search);
            for (int rank = 0; rank < found.size(); rank++) {
                rows[rank] = found.ordinal(rank);
            }
            return found.size();
        };
    }

    /** A filter over a set of rows. */
    private record Rows(BitSet rows, int cardinality) implements OrdinalFilter {
        Rows(BitSet rows) {
            this(rows, rows.cardinality());
        }

        @Override
        public boolean accepts(int ordinal) {
            return rows.get(ordinal);
        }

        @Override
        public void forEach(IntConsumer action) {
            for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
                action.accept(row);
            }
        }
    }

    @Override
    public long indexBytes() {
        return index().memoryBytes();
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
        context.close();
    }
}
