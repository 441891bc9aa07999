package io.lokivector.benchmarks.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's HNSW in one segment, on mapped files as users have it.
 *
 * <p>Vectors have length 1 and are compared by {@code DOT_PRODUCT}, which Lucene advises instead of
 * {@code COSINE}. Unfiltered searches ask the segment itself, without the search for collectors and
 * leaves above it, which favours Lucene by some microseconds; filtered ones are a {@link
 * KnnFloatVectorQuery} with a term as filter. Over quantized vectors the first {@value #RERANKED}
 * are ordered again by the exact vectors.
 */
final class LuceneContender implements Contender {
    private static final String VECTOR = "vector";
    private static final String FILTERS = "filters";
    private static final String ROW = "row";
    private static final int RERANKED = 5 * K;
    private static final double BUFFER_MEBIBYTES = 1500;

    private final @Nullable ScalarEncoding encoding;
    private final Path folder;
    private @Nullable DirectoryReader reader;
    private int[] rows = {};

    private LuceneContender(@Nullable ScalarEncoding encoding, Path folder) {
        this.encoding = encoding;
        this.folder = folder;
    }

    /** The graph over plain floats. */
    static LuceneContender floats(Path folder) {
        return new LuceneContender(null, folder);
    }

    /** The graph over quantized vectors. */
    static LuceneContender quantized(int bits, Path folder) {
        return new LuceneContender(
                switch (bits) {
                    case 1 -> ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE;
                    case 4 -> ScalarEncoding.PACKED_NIBBLE;
                    case 8 -> ScalarEncoding.UNSIGNED_BYTE;
                    default -> throw new IllegalArgumentException("no encoding of " + bits);
                },
                folder);
    }

    private KnnVectorsFormat format(int threads, ExecutorService mergers) {
        return encoding == null
                ? new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION, threads, mergers)
                : new Lucene104HnswScalarQuantizedVectorsFormat(
                        encoding, M, EF_CONSTRUCTION, threads, mergers);
    }

    @Override
    public void build(VectorSet data, List<Filter> filters, int threads) throws Exception {
        final Directory directory = FSDirectory.open(folder);
        try (ExecutorService mergers = Executors.newFixedThreadPool(threads)) {
            final KnnVectorsFormat format = format(threads, mergers);
            final IndexWriterConfig config =
                    new IndexWriterConfig()
                            .setRAMBufferSizeMB(BUFFER_MEBIBYTES)
                            .setUseCompoundFile(false)
                            .setCodec(
                                    new Lucene104Codec() {
                                        @Override
                                        public KnnVectorsFormat getKnnVectorsFormatForField(
                                                String field) {
                                            return format;
                                        }
                                    });
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                final AtomicInteger next = new AtomicInteger();
                final int size = data.size();
                Parallel.run(
                        threads,
                        () -> {
                            for (int row = next.getAndIncrement();
                                    row < size;
                                    row = next.getAndIncrement()) {
                                writer.addDocument(document(data, filters, row));
                            }
                        });
                writer.forceMerge(1);
            }
        }
        final DirectoryReader opened = DirectoryReader.open(directory);
        reader = opened;
        rows = rows(opened.leaves().getFirst().reader());
    }

    private static Document document(VectorSet data, List<Filter> filters, int row) {
        final Document document = new Document();
        document.add(
                new KnnFloatVectorField(
                        VECTOR, data.unitVector(row), VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new NumericDocValuesField(ROW, row));
        for (final Filter filter : filters) {
            if (filter.accepts(row)) {
                document.add(new StringField(FILTERS, filter.name(), Field.Store.NO));
            }
        }
        return document;
    }

    /** Two threads wrote, so Lucene's numbers are not the rows. */
    private static int[] rows(LeafReader segment) throws IOException {
        final int[] rows = new int[segment.maxDoc()];
        final NumericDocValues values = segment.getNumericDocValues(ROW);
        for (int document = values.nextDoc();
                document != NumericDocValues.NO_MORE_DOCS;
                document = values.nextDoc()) {
            rows[document] = (int) values.longValue();
        }
        return rows;
    }

    private DirectoryReader reader() {
        if (reader == null) {
            throw new IllegalStateException("the index has not been built");
        }
        return reader;
    }

    @Override
    public Search search(int effort, Filter filter) throws IOException {
        final LeafReader segment = reader().leaves().getFirst().reader();
        final FloatVectorValues vectors = segment.getFloatVectorValues(VECTOR);
        if (filter.acceptsAll()) {
            final AcceptDocs all = AcceptDocs.fromLiveDocs(null, segment.maxDoc());
            return (query, found) -> {
                final TopKnnCollector collector = new TopKnnCollector(effort, Integer.MAX_VALUE);
                segment.searchNearestVectors(VECTOR, query, collector, all);
                return answer(query, collector.topDocs(), vectors, found);
            };
        }
        final IndexSearcher searcher = new IndexSearcher(reader());
        final Query term = new TermQuery(new Term(FILTERS, filter.name()));
        return (query, found) -> {
            final int wanted = encoding == null ? K : Math.min(effort, RERANKED);
            final Query nearest = new KnnFloatVectorQuery(VECTOR, query, effort, term);
            return answer(query, searcher.search(nearest, wanted), vectors, found);
        };
    }

    private int answer(float[] query, TopDocs nearest, FloatVectorValues vectors, int[] found)
            throws IOException {
        final ScoreDoc[] documents = nearest.scoreDocs;
        if (encoding != null) {
            rerank(query, documents, vectors);
        }
        final int count = Math.min(found.length, documents.length);
        for (int rank = 0; rank < count; rank++) {
            found[rank] = rows[documents[rank].doc];
        }
        return count;
    }

    /** Every document has a vector, so vectors have the numbers of the documents. */
    private static void rerank(float[] query, ScoreDoc[] documents, FloatVectorValues vectors)
            throws IOException {
        final int reranked = Math.min(RERANKED, documents.length);
        for (int rank = 0; rank < reranked; rank++) {
            final ScoreDoc document = documents[rank];
            document.score = VectorUtil.dotProduct(query, vectors.vectorValue(document.doc));
        }
        Arrays.sort(documents, 0, reranked, (a, b) -> Float.compare(b.score, a.score));
    }

    @Override
    public long indexBytes() throws IOException {
        long bytes = 0;
        try (Directory directory = FSDirectory.open(folder)) {
            for (final String file : directory.listAll()) {
                bytes += directory.fileLength(file);
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
