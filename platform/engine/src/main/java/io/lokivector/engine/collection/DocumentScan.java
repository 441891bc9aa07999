package io.lokivector.engine.collection;

import io.lokivector.engine.document.DocumentMap;
import io.lokivector.engine.document.DocumentMaps;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The documents that a {@link QueryScan} finds, by ascending {@code $loki}, one after the other;
 * for one thread.
 */
final class DocumentScan implements Iterator<DocumentMap> {
    private final DocumentMaps maps;
    private final QueryScan.Reader reader;
    private final int firstGroup;
    private final int endGroup;
    private int nextGroup;
    private @Nullable DocumentMap next;

    DocumentScan(QueryScan scan, DocumentMaps maps) {
        this(scan, maps, 0, scan.groups());
    }

    /** Those of some of the groups. */
    DocumentScan(QueryScan scan, DocumentMaps maps, int firstGroup, int endGroup) {
        this.maps = maps;
        this.firstGroup = firstGroup;
        this.endGroup = endGroup;
        this.nextGroup = firstGroup;
        this.reader = scan.reader();
        this.next = advance();
    }

    private @Nullable DocumentMap advance() {
        while (nextGroup == firstGroup || !reader.advance()) {
            if (nextGroup == endGroup) {
                return null;
            }
            reader.read(nextGroup++);
        }
        return maps.map(reader.id(), reader.document());
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public DocumentMap next() {
        final @Nullable DocumentMap result = next;
        if (result == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return result;
    }
}
