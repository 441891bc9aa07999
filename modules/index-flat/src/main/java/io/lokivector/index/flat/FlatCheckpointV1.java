package io.lokivector.index.flat;

import io.lokivector.spi.file.DataFile;
import io.lokivector.vectors.CheckpointReader;
import io.lokivector.vectors.CheckpointWriter;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Readers;
import io.lokivector.vectors.RowMetric;
import io.lokivector.vectors.SpaceHeader;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.Arrays;

/**
 * The file of a flat index, format 1.
 *
 * <p>A stream of four-byte little-endian numbers, in the checksummed blocks of {@link
 * CheckpointWriter}: the {@link SpaceHeader} with the magic number {@code 0x4C564654} ("LVFT"); the
 * number of vectors (an int); their ordinals, ascending (ints); the vectors in that order (floats,
 * one after the other, without padding).
 */
final class FlatCheckpointV1 {
    private static final int MAGIC = 0x4C56_4654;
    private static final int VERSION = 1;

    private FlatCheckpointV1() {}

    static <R extends Readers.Reader> void write(DataFile file, VectorTable<R> table)
            throws IOException {
        final RowMetric metric = table.metric();
        // As a reader, for whom no slot is used anew meanwhile.
        final R reader = table.readers().enter();
        try {
            final int[] ordinals = table.ordinals();
            final FloatRows rows = table.view().rows();
            final long[] live = new long[ordinals.length];
            int count = 0;
            for (int slot = 0; slot < ordinals.length; slot++) {
                if (ordinals[slot] >= 0) {
                    live[count++] = (long) ordinals[slot] << 32 | slot;
                }
            }
            Arrays.sort(live, 0, count);
            final CheckpointWriter writer = new CheckpointWriter(file);
            SpaceHeader.write(writer, MAGIC, VERSION, metric.space());
            writer.writeInt(count);
            for (int i = 0; i < count; i++) {
                writer.writeInt((int) (live[i] >> 32));
            }
            for (int i = 0; i < count; i++) {
                final int slot = (int) live[i];
                writer.writeFloats(rows.page(slot), rows.offset(slot), metric.space().dimension());
            }
            writer.finish();
        } finally {
            table.readers().leave(reader);
        }
    }

    static void read(DataFile file, String name, VectorTable<?> table) throws IOException {
        final RowMetric metric = table.metric();
        final int dimension = metric.space().dimension();
        final CheckpointReader reader = new CheckpointReader(file, name);
        SpaceHeader.read(reader, MAGIC, VERSION, metric.space());
        final int count = reader.readInt();
        if (count < 0 || 4L * count * (1 + dimension) > file.size()) {
            throw reader.damaged("is too short for " + count + " vectors");
        }
        final int[] ordinals = new int[count];
        reader.readInts(ordinals, 0, count);
        for (int i = 0; i < count; i++) {
            if (ordinals[i] < 0 || i > 0 && ordinals[i] <= ordinals[i - 1]) {
                throw reader.damaged("names ordinal " + ordinals[i] + " out of order");
            }
        }
        final FloatRows rows = FloatRows.empty(metric.stride()).grown(count);
        for (int slot = 0; slot < count; slot++) {
            reader.readFloats(rows.page(slot), rows.offset(slot), dimension);
            metric.complete(rows.page(slot), rows.offset(slot));
        }
        reader.finish();
        table.restore(rows, ordinals);
    }
}
