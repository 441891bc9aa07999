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
    private final QueryScan scan;
    private final QueryScan.Reader reader;
    private int nextGroup;
    private @Nullable DocumentMap next;

    DocumentScan(QueryScan scan, DocumentMaps maps) {
        this.scan = scan;
        this.maps = maps;
        this.reader = scan.reader();
        this.next = advance();
    }

    private @Nullable DocumentMap advance() {
        while (nextGroup == 0 || !reader.advance()) {
            if (nextGroup == scan.groups()) {
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
