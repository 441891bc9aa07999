package io.lokivector.benchmarks.scale;

/**
 * The first vectors of a source, over and over.
 *
 * @param length how many different ones
 */
record CycledVectors(VectorSource source, int length) implements VectorSource {
    @Override
    public int dimension() {
        return source.dimension();
    }

    @Override
    public float[] vector(int number) {
        return source.vector(number % length);
    }

    @Override
    public int queryCount() {
        return source.queryCount();
    }

    @Override
    public float[] query(int number) {
        return source.query(number);
    }

    @Override
    public String description() {
        return source.description() + "; " + length + " of them, over and over";
    }
}
