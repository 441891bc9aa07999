package io.lokivector.kernel.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Nested settings in which every value knows where it came from; what is put later wins.
 *
 * <p>Keys are matched without regard to case, hyphens and underscores. Not thread-safe.
 */
final class SettingsTree {
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private sealed interface Node {
        String key();
    }

    private record Leaf(String key, Object value, String origin) implements Node {}

    private record Branch(String key, SettingsTree tree) implements Node {}

    /** Sets one value, replacing whatever was there. */
    void put(List<String> path, Object value, String origin) {
        final String key = path.getFirst();
        if (path.size() > 1) {
            branch(key).put(path.subList(1, path.size()), value, origin);
        } else if (value instanceof final Map<?, ?> map) {
            branch(key).putAll(map, origin);
        } else {
            nodes.put(plain(key), new Leaf(key, value, origin));
        }
    }

    /** Sets all values of nested maps; nulls count as not given. */
    void putAll(Map<?, ? extends @Nullable Object> values, String origin) {
        values.forEach((key, value) -> {
            if (value != null) {
                put(List.of(String.valueOf(key)), value, origin);
            }
        });
    }

    private SettingsTree branch(String key) {
        if (nodes.get(plain(key)) instanceof final Branch branch) {
            return branch.tree;
        }
        final SettingsTree tree = new SettingsTree();
        nodes.put(plain(key), new Branch(key, tree));
        return tree;
    }

    /** The part below a key; empty if there is none. */
    Optional<SettingsTree> below(String key) {
        return nodes.get(plain(key)) instanceof final Branch branch
                ? Optional.of(branch.tree)
                : Optional.empty();
    }

    /** Takes the parts below all keys but the {@code known} ones out of this tree. */
    Map<String, SettingsTree> takeOthers(List<String> known) {
        final List<String> kept = known.stream().map(SettingsTree::plain).toList();
        final Map<String, SettingsTree> taken = new LinkedHashMap<>();
        nodes.entrySet()
                .removeIf(entry -> {
                    if (entry.getValue() instanceof final Branch branch
                            && !kept.contains(entry.getKey())) {
                        taken.put(branch.key, branch.tree);
                        return true;
                    }
                    return false;
                });
        return taken;
    }

    /** The nested values, without their origins. */
    Map<String, Object> toMap() {
        final Map<String, Object> map = new LinkedHashMap<>();
        for (final Node node : nodes.values()) {
            switch (node) {
                case final Leaf leaf -> map.put(leaf.key, leaf.value);
                case final Branch branch -> map.put(branch.key, branch.tree.toMap());
            }
        }
        return map;
    }

    /** The value at a path with its origin, if one was put there. */
    Optional<Given> find(List<String> path) {
        final @Nullable Node node = nodes.get(plain(path.getFirst()));
        return switch (node) {
            case null -> Optional.empty();
            case final Leaf leaf ->
                    path.size() == 1
                            ? Optional.of(new Given(leaf.value, leaf.origin))
                            : Optional.empty();
            case final Branch branch ->
                    path.size() == 1
                            ? Optional.empty()
                            : branch.tree.find(path.subList(1, path.size()));
        };
    }

    /** Visits all values by their dotted path. */
    void forEach(String prefix, BiConsumer<String, Given> visitor) {
        for (final Node node : nodes.values()) {
            final String path = prefix.isEmpty() ? node.key() : prefix + "." + node.key();
            switch (node) {
                case final Leaf leaf -> visitor.accept(path, new Given(leaf.value, leaf.origin));
                case final Branch branch -> branch.tree.forEach(path, visitor);
            }
        }
    }

    static String plain(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** A value and who gave it. */
    record Given(Object value, String origin) {}
}
