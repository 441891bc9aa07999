package io.lokivector.index.jvector;

import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.NodesIterator;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.util.Bits;
import java.io.IOException;

/**
 * A view of a graph that shows no more neighbours once enough were compared, so that a walk which
 * finds no matches where it looks comes to an end. For one walk.
 */
final class BoundedView implements ImmutableGraphIndex.View {
    private final ImmutableGraphIndex.View view;
    private final int comparedMax;
    private int compared;

    BoundedView(ImmutableGraphIndex.View view, int comparedMax) {
        this.view = view;
        this.comparedMax = comparedMax;
    }

    @Override
    public void processNeighbors(
            int level,
            int node,
            ScoreFunction scores,
            ImmutableGraphIndex.IntMarker visited,
            ImmutableGraphIndex.NeighborProcessor processor) {
        if (compared < comparedMax) {
            view.processNeighbors(
                    level,
                    node,
                    scores,
                    visited,
                    (neighbor, score) -> {
                        compared++;
                        processor.process(neighbor, score);
                    });
        }
    }

    @Override
    public NodesIterator getNeighborsIterator(int level, int node) {
        return view.getNeighborsIterator(level, node);
    }

    @Override
    @SuppressWarnings("deprecation") // Deprecated, but to be there.
    public int size() {
        return view.size();
    }

    @Override
    public ImmutableGraphIndex.NodeAtLevel entryNode() {
        return view.entryNode();
    }

    @Override
    public Bits liveNodes() {
        return view.liveNodes();
    }

    @Override
    public int getIdUpperBound() {
        return view.getIdUpperBound();
    }

    @Override
    public boolean contains(int level, int node) {
        return view.contains(level, node);
    }

    @Override
    public void close() throws IOException {
        view.close();
    }
}
