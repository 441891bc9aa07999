package io.lokivector.transport.rest;

import io.lokivector.transport.rest.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The revision of a document as an entity tag (RFC 9110, section 8.8.3). */
final class Revision {
    private static final Pattern TAG = Pattern.compile("\\s*\"?(\\d{1,18})\"?\\s*");

    private Revision() {}

    /** The tag of a document, if it has a revision. */
    static Optional<String> tagOf(Map<String, @Nullable Object> document) {
        return JsonValue.objectIn(document.get("meta"))
                .map(meta -> meta.get("revision"))
                .filter(Number.class::isInstance)
                .map(revision -> "\"" + ((Number) revision).longValue() + "\"");
    }

    /** The revision that {@code If-Match} asks for; {@code *} asks for any. */
    static Optional<Long> wantedBy(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return Optional.empty();
        }
        final Matcher tag = TAG.matcher(ifMatch);
        if (!tag.matches()) {
            throw Body.bad("If-Match must be one revision, such as \"3\", or *");
        }
        return Optional.of(Long.valueOf(tag.group(1)));
    }
}
