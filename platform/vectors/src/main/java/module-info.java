/** What every in-memory vector index needs; index bundles carry it inside. */
module io.lokivector.vectors {
    requires static org.jspecify;
    requires transitive io.lokivector.simd;
    requires transitive io.lokivector.spi;

    exports io.lokivector.vectors;
}
