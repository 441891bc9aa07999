package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a document are shown; immutable.
 *
 * <p>Either a list of paths to give, beside which {@code $loki} is always given, or a list of paths
 * to leave out, each written with a leading minus. Paths go into objects inside lists.
 */
public final class Projection {
    private static final Projection ALL = new Projection(new Fields(), false);

    private final Fields fields;
    private final boolean including;

    private Projection(Fields fields, boolean including) {
        this.fields = fields;
        this.including = including;
    }

    /** Every field. */
    public static Projection all() {
        return ALL;
    }

    /**
     * Parses a list of paths; an empty one shows every field.
     *
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if it names fields to give
     *     and to leave out
     */
    public static Projection parse(List<String> paths, QueryLimits limits) {
        if (paths.isEmpty()) {
            return ALL;
        }
        if (paths.size() > limits.conditionsMax()) {
            throw BadRequest.at(
                    "projection", "names at most " + limits.conditionsMax() + " fields");
        }
        boolean including = !paths.getFirst().startsWith("-");
        var fields = new Fields();
        for (String path : paths) {
            if (path.startsWith("-") == including) {
                throw BadRequest.at("projection", "names fields either to give or to leave out");
            }
            fields.add(FieldPath.parse(including ? path : path.substring(1), limits, "projection"));
        }
        if (including) {
            fields.add(FieldPath.of("$loki"));
        }
        return new Projection(fields, including);
    }

    /** The document as it is shown: a new map that shares the values it takes over. */
    public Map<String, @Nullable Object> apply(Map<String, ? extends @Nullable Object> document) {
        return object(document, fields);
    }

    private Map<String, @Nullable Object> object(Map<?, ?> object, Fields fields) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                continue;
            }
            Fields below = fields.below.get(name);
            if (below == null) {
                if (!including) {
                    shown.put(name, entry.getValue());
                }
            } else if (below.end) {
                if (including) {
                    shown.put(name, entry.getValue());
                }
            } else if (!including || ScriptValue.isComposite(entry.getValue())) {
                shown.put(name, part(entry.getValue(), below));
            }
        }
        return shown;
    }

    private @Nullable Object part(@Nullable Object value, Fields fields) {
        return switch (value) {
            case Map<?, ?> object -> object(object, fields);
            case List<?> list -> {
                List<@Nullable Object> parts = new ArrayList<>(list.size());
                for (Object element : list) {
                    if (!including || ScriptValue.isComposite(element)) {
                        parts.add(part(element, fields));
                    }
                }
                yield parts;
            }
            case null, default -> value;
        };
    }

    /** Paths as a tree by their names. */
    private static final class Fields {
        private final Map<String, Fields> below = new HashMap<>();
        private boolean end;

        void add(FieldPath path) {
            Fields at = this;
            for (String name : path.names()) {
                at = at.below.computeIfAbsent(name, _ -> new Fields());
            }
            at.end = true;
        }
    }
}
