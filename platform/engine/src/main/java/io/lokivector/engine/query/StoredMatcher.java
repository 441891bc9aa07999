package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import io.lokivector.engine.document.DocumentMaps;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.document.ScannedFields;
import io.lokivector.engine.document.StoredDocument;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
        return matching(_ -> document, id, 1, ONE_ROW) != 0;
    }

    /**
     * Which of up to 64 documents match, at once.
     *
     * @param documents by row
     * @param firstId the {@code $loki} of row 0
     * @param idStep the difference between the ids of neighbouring rows
     * @param rows a bit for each row to look at; there are documents at all of them
     * @return a bit for each of them that matches
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if a regular expression
     *     takes too long on a value
     */
    public long matching(
            IntFunction<@Nullable StoredDocument> documents, long firstId, int idStep, long rows) {
        block.show(documents, firstId, idStep, null, rows);
        return matcher.matching(block, rows);
    }
}
