/** The database itself: collections, queries, indexes, and the change log. */
module io.lokivector.engine {
    requires transitive io.lokivector.spi;
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;

    exports io.lokivector.engine;
    exports io.lokivector.engine.configuration;
    exports io.lokivector.engine.extension;

    // Option records, which RecordSchema makes.
    exports io.lokivector.engine.collection to
            io.lokivector.spi;
    exports io.lokivector.engine.index to
            io.lokivector.spi;

    uses io.lokivector.spi.embedding.EmbeddingModelFactory;
    uses io.lokivector.spi.index.VectorIndexFactory;
    uses io.lokivector.spi.storage.StorageEngineFactory;
}
