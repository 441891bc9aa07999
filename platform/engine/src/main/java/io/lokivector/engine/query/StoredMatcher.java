package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;

/** Tells of single stored documents whether they match a query; for one thread. */
public final class StoredMatcher {
    private static final long ONE_ROW = 1;

    private final BlockMatcher matcher;
    private final DocumentBlock block;

    /** A matcher of documents whose fields are numbered with {@code names}. */
    public StoredMatcher(Query query, FieldNames names, DocumentMaps maps) {
        this.matcher = query.blockMatcher();
        this.block = matcher.block(names, maps, new ScannedFields(0));
    }

    /**
     * Whether a document matches.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if a regular expression
     *     takes too long on a value
     */
    public boolean matches(long id, StoredDocument document) {
        block.show(_ -> document, id, 1, null, ONE_ROW);
        return matcher.matching(block, ONE_ROW) != 0;
    }
}
