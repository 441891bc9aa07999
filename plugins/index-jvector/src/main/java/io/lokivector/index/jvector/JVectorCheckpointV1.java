package io.lokivector.index.jvector;

import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.NodeArray;
import io.github.jbellis.jvector.graph.NodesIterator;
import io.lokivector.spi.file.DataFile;
import io.lokivector.vectors.CheckpointReader;
import io.lokivector.vectors.CheckpointWriter;
import io.lokivector.vectors.FloatRows;
import io.lokivector.vectors.Keys;
import io.lokivector.vectors.SpaceHeader;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The file of a JVector index, format 1.
 *
 * <p>A stream of four-byte little-endian numbers, in the checksummed blocks of {@link
 * CheckpointWriter}; ints where nothing else is said:
 *
 * <ol>
 *   <li>the {@link SpaceHeader} with the magic number {@code 0x4C564A56} ("LVJV");
 *   <li>m; the number of nodes n; the node where walks begin, or -1 if there is none;
 *   <li>n ordinals, -1 for a node whose vector is removed;
 *   <li>n highest levels, 0 to 60;
 *   <li>for each node, from level 0 up to its highest: the number of links, the nodes they lead to,
 *       and as many floats, the scores that JVector gives them, best first;
 *   <li>n vectors (floats, one after the other, without padding).
 * </ol>
 *
 * <p>It is not JVector's own serialisation: that has no checksums, and is written only of graphs
 * that will not change again.
 */
final class JVectorCheckpointV1 {
    private static final int MAGIC = 0x4C56_4A56;
    private static final int VERSION = 1;
    private static final int LEVEL_MAX = 60;

    private JVectorCheckpointV1() {}

    static void write(DataFile file, RowGraph graph, JVectorConfig config) throws IOException {
        graph.readNodes(nodes -> write(file, graph, config, nodes));
    }

    private static void write(
            DataFile file, RowGraph graph, JVectorConfig config, RowGraph.Nodes nodes)
            throws IOException {
        final int count = nodes.slots().length;
        // Nodes are numbered anew, without gaps.
        final int[] numbers = new int[nodes.ordinals().length];
        Arrays.fill(numbers, -1);
        for (int node = 0; node < count; node++) {
            numbers[nodes.slots()[node]] = node;
        }
        final CheckpointWriter writer = new CheckpointWriter(file);
        SpaceHeader.write(writer, MAGIC, VERSION, graph.metric.space());
        writer.writeInt(config.m());
        writer.writeInt(count);
        writer.writeInt(count == 0 ? -1 : numbers[nodes.entry()]);
        for (final int slot : nodes.slots()) {
            writer.writeInt(Math.max(-1, nodes.ordinals()[slot]));
        }
        for (final int slot : nodes.slots()) {
            writer.writeInt(graph.graph.getMaxLevelForNode(slot));
        }
        for (final int slot : nodes.slots()) {
            final int top = graph.graph.getMaxLevelForNode(slot);
            for (int level = 0; level <= top; level++) {
                writeLinks(writer, graph, slot, level, numbers);
            }
        }
        final FloatRows rows = graph.table.view().rows();
        final int dimension = graph.metric.space().dimension();
        for (final int slot : nodes.slots()) {
            writer.writeFloats(rows.page(slot), rows.offset(slot), dimension);
        }
        writer.finish();
    }

    private static void writeLinks(
            CheckpointWriter writer, RowGraph graph, int slot, int level, int[] numbers)
            throws IOException {
        final NodesIterator neighbors = graph.graph.getNeighborsIterator(level, slot);
        final long[] links = new long[neighbors.size()];
        int count = 0;
        while (neighbors.hasNext()) {
            final int neighbor = neighbors.nextInt();
            // A link to a node that came later is left out.
            if (neighbor < numbers.length && numbers[neighbor] >= 0) {
                final float score = graph.scores.of(slot, neighbor);
                links[count++] = Keys.of(-score, numbers[neighbor]);
            }
        }
        Arrays.sort(links, 0, count);
        final int[] nodes = new int[count];
        final float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            nodes[i] = Keys.number(links[i]);
            scores[i] = -Keys.score(links[i]);
        }
        writer.writeInt(count);
        writer.writeInts(nodes, 0, count);
        writer.writeFloats(scores, 0, count);
    }

    /** Fills an empty graph. */
    static void read(DataFile file, String name, RowGraph graph, JVectorConfig config)
            throws IOException {
        final int dimension = graph.metric.space().dimension();
        final CheckpointReader reader = new CheckpointReader(file, name);
        SpaceHeader.read(reader, MAGIC, VERSION, graph.metric.space());
        final int m = reader.readInt();
        if (m != config.m()) {
            throw reader.damaged("was made with m = " + m + ", not " + config.m());
        }
        final int count = reader.readInt();
        // An ordinal, a level, a number of links, and the vector.
        if (count < 0 || 4L * count * (3 + dimension) > file.size()) {
            throw reader.damaged("is too short for " + count + " vectors");
        }
        final int entry = reader.readInt();
        if (count == 0 ? entry != -1 : entry < 0 || entry >= count) {
            throw reader.damaged("begins walks at node " + entry + " of " + count);
        }
        final int[] ordinals = readOrdinals(reader, count);
        final int[] tops = readTops(reader, count);
        final int overflow = (int) (2 * m * config.neighborOverflow()) + 1;
        for (int node = 0; node < count; node++) {
            for (int level = 0; level <= tops[node]; level++) {
                graph.graph.connectNode(
                        level, node, readLinks(reader, node, level, tops, overflow));
            }
            graph.graph.markComplete(new ImmutableGraphIndex.NodeAtLevel(tops[node], node));
        }
        if (count > 0) {
            graph.graph.updateEntryNode(new ImmutableGraphIndex.NodeAtLevel(tops[entry], entry));
        }
        final FloatRows rows = FloatRows.empty(graph.metric.stride()).grown(count);
        for (int node = 0; node < count; node++) {
            reader.readFloats(rows.page(node), rows.offset(node), dimension);
            graph.metric.complete(rows.page(node), rows.offset(node));
        }
        reader.finish();
        graph.table.restore(rows, ordinals);
        graph.restoreRemoved(ordinals);
    }

    private static int[] readOrdinals(CheckpointReader reader, int count) throws IOException {
        final int[] ordinals = new int[count];
        reader.readInts(ordinals, 0, count);
        final BitSet seen = new BitSet();
        for (final int ordinal : ordinals) {
            if (ordinal >= 0) {
                if (seen.get(ordinal)) {
                    throw reader.damaged("names ordinal " + ordinal + " twice");
                }
                seen.set(ordinal);
            }
        }
        return ordinals;
    }

    private static int[] readTops(CheckpointReader reader, int count) throws IOException {
        final int[] tops = new int[count];
        reader.readInts(tops, 0, count);
        for (int node = 0; node < count; node++) {
            if (tops[node] < 0 || tops[node] > LEVEL_MAX) {
                throw reader.damaged("gives node " + node + " the level " + tops[node]);
            }
        }
        return tops;
    }

    private static NodeArray readLinks(
            CheckpointReader reader, int node, int level, int[] tops, int linksMax)
            throws IOException {
        final int count = reader.readInt();
        if (count < 0 || count > linksMax) {
            throw reader.damaged("gives node " + node + " " + count + " links");
        }
        final int[] neighbors = new int[count];
        final float[] scores = new float[count];
        reader.readInts(neighbors, 0, count);
        reader.readFloats(scores, 0, count);
        final NodeArray links = new NodeArray(count);
        for (int i = 0; i < count; i++) {
            final int neighbor = neighbors[i];
            if (neighbor < 0
                    || neighbor >= tops.length
                    || neighbor == node
                    || tops[neighbor] < level) {
                throw reader.damaged("links node " + node + " with node " + neighbor);
            }
            if (!(scores[i] >= 0) || i > 0 && scores[i] > scores[i - 1]) {
                throw reader.damaged("scores the links of node " + node + " out of order");
            }
            links.addInOrder(neighbor, scores[i]);
        }
        return links;
    }
}
