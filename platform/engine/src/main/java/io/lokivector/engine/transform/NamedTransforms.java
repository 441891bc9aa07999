package io.lokivector.engine.transform;

import io.lokivector.engine.collection.CollectionStore;
import io.lokivector.engine.document.DocumentEncoder;
import io.lokivector.engine.document.DocumentLimits;
import io.lokivector.engine.document.DocumentMeta;
import io.lokivector.engine.document.FieldNames;
import io.lokivector.engine.query.BadRequest;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.TransformInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transforms that a collection keeps under names, in its definition: durable, renamed and
 * dropped with it. Thread-safe.
 */
public final class NamedTransforms {
    private static final String FAMILY = "transforms";
    private static final int NAME_LENGTH_MAX = 128;
    private static final int TRANSFORMS_MAX = 256;
    private static final DocumentLimits LIMITS = new DocumentLimits(64 << 10, 64);

    private final CollectionStore store;

    /** The transforms of a collection. */
    public NamedTransforms(CollectionStore store) {
        this.store = store;
    }

    /** Keeps a transform under a name that must be free. */
    public TransformInfo add(String name, List<? extends Map<String, @Nullable Object>> steps) {
        return put(name, steps, false);
    }

    /** Keeps a transform under a name, in the place of the one that may be there. */
    public TransformInfo set(String name, List<? extends Map<String, @Nullable Object>> steps) {
        return put(name, steps, true);
    }

    private TransformInfo put(
            String name, List<? extends Map<String, @Nullable Object>> steps, boolean replaces) {
        checkName(name);
        check(steps);
        store.attach(
                FAMILY,
                there -> {
                    if (there.containsKey(name) && !replaces) {
                        throw new LokiVectorException(
                                ErrorCode.CONFLICT,
                                "a transform by that name already exists: '" + name + "'",
                                Map.of("transform", name));
                    }
                    if (!there.containsKey(name) && there.size() >= TRANSFORMS_MAX) {
                        throw new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "a collection keeps at most " + TRANSFORMS_MAX + " transforms");
                    }
                    final Map<String, @Nullable Object> more = new LinkedHashMap<>(there);
                    more.put(name, steps);
                    return more;
                });
        return new TransformInfo(name, List.copyOf(steps));
    }

    private static void checkName(String name) {
        if (name.isBlank()
                || name.equals(".")
                || name.equals("..")
                || name.length() > NAME_LENGTH_MAX
                || name.chars().anyMatch(c -> c == '/' || Character.isISOControl(c))) {
            throw BadRequest.at(
                    "name",
                    "must have 1 to "
                            + NAME_LENGTH_MAX
                            + " characters, and no slash, and is neither . nor ..");
        }
    }

    /** What the steps mean is only known with their parameters, but they must be steps. */
    private static void check(List<? extends Map<String, @Nullable Object>> steps) {
        for (int i = 0; i < steps.size(); i++) {
            StepParser.type(steps.get(i), "steps[" + i + "]");
        }
        new DocumentEncoder(FieldNames.spelledOut(), LIMITS)
                .encode(
                        Map.of("steps", steps),
                        DocumentMeta.created(0, Map.of()),
                        Set.of(),
                        "transform");
    }

    /** Forgets a transform. */
    public void remove(String name) {
        store.attach(
                FAMILY,
                there -> {
                    if (!there.containsKey(name)) {
                        throw missing(name);
                    }
                    final Map<String, @Nullable Object> fewer = new LinkedHashMap<>(there);
                    fewer.remove(name);
                    return fewer;
                });
    }

    /** A transform, if there is one of that name. */
    public Optional<TransformInfo> find(String name) {
        final Map<String, @Nullable Object> there = attached();
        return there.containsKey(name)
                ? Optional.of(info(name, there.get(name)))
                : Optional.empty();
    }

    /** The transform of a name. */
    public TransformInfo require(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    /** All transforms, in the order in which they were added. */
    public List<TransformInfo> list() {
        final List<TransformInfo> all = new ArrayList<>();
        attached().forEach((name, steps) -> all.add(info(name, steps)));
        return all;
    }

    private Map<String, @Nullable Object> attached() {
        return store.view().definition().attachments(FAMILY);
    }

    private LokiVectorException missing(String name) {
        return new LokiVectorException(
                ErrorCode.NOT_FOUND,
                "Invalid transform: collection '"
                        + store.name()
                        + "' keeps none named '"
                        + name
                        + "'",
                Map.of("transform", name));
    }

    private static TransformInfo info(String name, @Nullable Object steps) {
        final List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        if (steps instanceof final List<?> list) {
            for (final Object element : list) {
                if (element instanceof final Map<?, ?> step) {
                    final Map<String, @Nullable Object> copy =
                            LinkedHashMap.newLinkedHashMap(step.size());
                    step.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    copies.add(copy);
                }
            }
        }
        return new TransformInfo(name, copies);
    }
}
