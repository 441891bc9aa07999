package io.lokivector.engine.values;

import java.util.List;

/**
 * The nodes that take the place of one; none if nothing is left.
 *
 * @param separators of each; the first is not used, that of the node replaced stays
 */
record Parts(List<KeyNode> nodes, List<Separator> separators) {
    private static final List<Separator> ONE = List.of(Separator.LOWEST);
    private static final Parts NONE = new Parts(List.of(), List.of());

    static Parts none() {
        return NONE;
    }

    static Parts of(KeyNode node) {
        return new Parts(List.of(node), ONE);
    }
}
