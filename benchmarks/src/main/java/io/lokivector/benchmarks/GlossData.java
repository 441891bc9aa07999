package io.lokivector.benchmarks;

import io.lokivector.benchmarks.vectors.VectorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A set of texts with their vectors, queries and true neighbours.
 *
 * <p>Beside what {@link VectorSet} reads, the folder holds {@code glosses.txt}, a line per row, and
 * {@code attrs.tsv} with the part of speech first.
 */
public record GlossData(VectorSet vectors, List<String> texts, List<String> attributes) {
    /**
     * Reads the texts and maps the vectors.
     *
     * @throws IOException if it cannot be read, or the vectors have another dimension
     */
    public static GlossData read(Path folder, int dimension) throws IOException {
        final VectorSet vectors = VectorSet.open(folder);
        if (vectors.dimension() != dimension) {
            throw new IOException(
                    folder
                            + " has vectors of "
                            + vectors.dimension()
                            + " dimensions, not "
                            + dimension);
        }
        return new GlossData(
                vectors, Files.readAllLines(folder.resolve("glosses.txt")), vectors.attributes());
    }

    /** The length of each vector. */
    public int dimension() {
        return vectors.dimension();
    }

    /** How many rows there are. */
    public int size() {
        return vectors.size();
    }

    /** How many queries there are. */
    public int queryCount() {
        return vectors.queryCount();
    }

    /** The vector of a row. */
    public float[] vector(int row) {
        return vectors.vector(row);
    }

    /** The vector of a query. */
    public float[] query(int query) {
        return vectors.query(query);
    }

    /** The row of the neighbour of that rank. */
    public int trueNeighbour(int query, int rank) {
        return vectors.trueNeighbour(query, rank);
    }

    /** What the attributes begin with. */
    public String partOfSpeech(int row) {
        final String line = attributes.get(row);
        final int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }
}
