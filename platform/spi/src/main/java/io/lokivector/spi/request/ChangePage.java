package io.lokivector.spi.request;

import java.util.List;

/**
 * Some changes, in the order of their sequence numbers.
 *
 * @param oldest changes after this sequence number are kept; 0 if all are
 * @param last where to go on: all changes up to this sequence number have been looked at, though
 *     not all may have been asked for
 * @param hasMore whether there may be more already; also with an empty page, after a long stretch
 *     of changes that were not asked for
 */
public record ChangePage(List<Change> changes, long oldest, long last, boolean hasMore) {
    /** Keeps a copy of the list. */
    public ChangePage {
        changes = List.copyOf(changes);
    }
}
