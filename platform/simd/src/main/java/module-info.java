/** Distances of float vectors, as fast as the processor allows. */
module io.lokivector.simd {
    requires static org.jspecify;
    requires static jdk.incubator.vector;

    exports io.lokivector.simd;
}
