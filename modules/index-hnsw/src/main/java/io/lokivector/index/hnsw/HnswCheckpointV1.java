package io.lokivector.index.hnsw;

import io.lokivector.spi.file.DataFile;
import io.lokivector.vectors.CheckpointReader;
import io.lokivector.vectors.CheckpointWriter;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.SpaceHeader;
import io.lokivector.vectors.VectorTable;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of an HNSW index, format 1.
 *
 * <p>A stream of four-byte little-endian numbers, in the checksummed blocks of {@link
 * CheckpointWriter}, all ints but the vectors:
 *
 * <ol>
 *   <li>the {@link SpaceHeader} with the magic number {@code 0x4C56484E} ("LVHN");
 *   <li>m; the number of slots n; the slot where walks begin, or -1;
 *   <li>n ordinals, -1 for a slot that is removed;
 *   <li>for each slot its highest level, 0 to 30, then from level 0 up: the number of links, at
 *       most 2m in level 0 and m above, and the slots they lead to;
 *   <li>n vectors (floats, one after the other, without padding).
 * </ol>
 */
final class HnswCheckpointV1 {
    private static final int MAGIC = 0x4C56_484E;
    private static final int VERSION = 1;
    private static final int LEVEL_MAX = 30;

    private HnswCheckpointV1() {}

    static void write(DataFile file, Graph graph, HnswConfig config) throws IOException {
        final VectorTable<Walker> table = graph.table;
        // As a reader, for whom no slot that is live now is used anew meanwhile.
        final Walker reader = table.readers().enter();
        try {
            // Before the slots are counted, so that it is one of them.
            final Graph.@Nullable Entry entry = graph.entry();
            final int[] ordinals = table.ordinals();
            final int slots = Math.min(ordinals.length, graph.links.slots());
            final FloatRows rows = table.view().rows();
            final CheckpointWriter writer = new CheckpointWriter(file);
            SpaceHeader.write(writer, MAGIC, VERSION, graph.metric.space());
            writer.writeInt(config.m());
            writer.writeInt(slots);
            writer.writeInt(entry == null ? -1 : entry.slot());
            writer.writeInts(ordinals, 0, slots);
            final int[] row = new int[graph.links.capacity(0)];
            for (int slot = 0; slot < slots; slot++) {
                writeLinks(writer, graph.links, slot, slots, row);
            }
            final int dimension = graph.metric.space().dimension();
            for (int slot = 0; slot < slots; slot++) {
                writer.writeFloats(rows.page(slot), rows.offset(slot), dimension);
            }
            writer.finish();
        } finally {
            table.readers().leave(reader);
        }
    }

    private static void writeLinks(
            CheckpointWriter writer, Links links, int slot, int slots, int[] row)
            throws IOException {
        final int top = links.level(slot);
        writer.writeInt(top);
        for (int level = 0; level <= top; level++) {
            final int count = links.copy(slot, level, row);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                // A link to a slot that came later is left out.
                if (row[i] < slots) {
                    row[kept++] = row[i];
                }
            }
            writer.writeInt(kept);
            writer.writeInts(row, 0, kept);
        }
    }

    /**
     * Fills an empty graph.
     *
     * @param removed is handed every removed slot
     */
    static void read(
            DataFile file, String name, Graph graph, HnswConfig config, IntConsumer removed)
            throws IOException {
        final int dimension = graph.metric.space().dimension();
        final CheckpointReader reader = new CheckpointReader(file, name);
        SpaceHeader.read(reader, MAGIC, VERSION, graph.metric.space());
        final int m = reader.readInt();
        if (m != config.m()) {
            throw reader.damaged("was made with m = " + m + ", not " + config.m());
        }
        final int slots = reader.readInt();
        // An ordinal, a level, a count, and the vector.
        if (slots < 0 || 4L * slots * (3 + dimension) > file.size()) {
            throw reader.damaged("is too short for " + slots + " vectors");
        }
        final int entry = reader.readInt();
        final int[] ordinals = readOrdinals(reader, slots, removed);
        for (int slot = 0; slot < slots; slot++) {
            readLinks(reader, graph.links, slot, slots);
        }
        final FloatRows rows = FloatRows.empty(graph.metric.stride()).grown(slots);
        for (int slot = 0; slot < slots; slot++) {
            reader.readFloats(rows.page(slot), rows.offset(slot), dimension);
            graph.metric.complete(rows.page(slot), rows.offset(slot));
        }
        reader.finish();
        graph.table.restore(rows, ordinals);
        graph.restore(entry(entry, ordinals, graph.links));
    }

    private static int[] readOrdinals(CheckpointReader reader, int slots, IntConsumer removed)
            throws IOException {
        final int[] ordinals = new int[slots];
        reader.readInts(ordinals, 0, slots);
        final BitSet seen = new BitSet();
        for (int slot = 0; slot < slots; slot++) {
            if (ordinals[slot] < 0) {
                removed.accept(slot);
            } else if (seen.get(ordinals[slot])) {
                throw reader.damaged("names ordinal " + ordinals[slot] + " twice");
            } else {
                seen.set(ordinals[slot]);
            }
        }
        return ordinals;
    }

    private static void readLinks(CheckpointReader reader, Links links, int slot, int slots)
            throws IOException {
        final int top = reader.readInt();
        if (top < 0 || top > LEVEL_MAX) {
            throw reader.damaged("gives slot " + slot + " the level " + top);
        }
        links.clear(slot, top);
        final int[] row = new int[links.capacity(0)];
        for (int level = 0; level <= top; level++) {
            final int count = reader.readInt();
            if (count < 0 || count > links.capacity(level)) {
                throw reader.damaged("gives slot " + slot + " " + count + " links");
            }
            reader.readInts(row, 0, count);
            for (int i = 0; i < count; i++) {
                if (row[i] < 0 || row[i] >= slots) {
                    throw reader.damaged("links slot " + slot + " to " + row[i]);
                }
            }
            links.set(slot, level, row, count);
        }
    }

    /** The entry, or if the first slots came while it was written, a live slot of the top level. */
    private static Graph.@Nullable Entry entry(int slot, int[] ordinals, Links links) {
        if (slot >= 0 && slot < ordinals.length) {
            return new Graph.Entry(slot, links.level(slot));
        }
        Graph.@Nullable Entry best = null;
        for (int i = 0; i < ordinals.length; i++) {
            if (ordinals[i] >= 0 && (best == null || links.level(i) > best.level())) {
                best = new Graph.Entry(i, links.level(i));
            }
        }
        return best;
    }
}
