package io.lokivector.kernel.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads settings out of environment variables.
 *
 * <p>A few well-known names ({@code PORT}) are kept; every other key of the kernel is {@code
 * LOKIVECTOR_} with the path in capitals ({@code LOKIVECTOR_SERVER_IDLE_TIMEOUT}). In the section
 * of a component two underscores part the levels ({@code LOKIVECTOR_STORAGE__FILE__SEGMENT_BYTES}),
 * because only they tell where its name ends.
 */
final class Environment {
    private static final String PREFIX = "LOKIVECTOR_";
    private static final Map<String, String> WELL_KNOWN =
            Map.of(
                    "PORT", "server.port",
                    "TCP_PORT", "transports.tcp.port",
                    "DATA_DIR", "data-directory",
                    "LOG_LEVEL", "log.level",
                    "RATE_LIMIT_ENABLED", "gateway.rate-limit-enabled",
                    "API_KEYS_ENABLED", "gateway.authentication-enabled",
                    "LOKIVECTOR_ADMIN_KEY", "admin-key");

    /**
     * Variables of ours that are no settings: the start script and the command line client read
     * them.
     */
    private static final Set<String> OTHERS =
            Set.of(
                    "LOKIVECTOR_HOME",
                    "LOKIVECTOR_JAVA_HOME",
                    "LOKIVECTOR_JAVA_OPTS",
                    "LOKIVECTOR_CACHE_DIR",
                    "LOKIVECTOR_URL",
                    "LOKIVECTOR_API_KEY");

    private final List<String> warnings = new ArrayList<>();

    /** Puts what {@code variables} say into {@code tree}; {@code keys} are the kernel's own. */
    void readInto(SettingsTree tree, Map<String, String> variables, List<String> keys) {
        variables.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> read(tree, variable.getKey(), variable.getValue(), keys));
    }

    private void read(SettingsTree tree, String name, String value, List<String> keys) {
        final String origin = "environment variable " + name;
        final String wellKnown = WELL_KNOWN.getOrDefault(name, "");
        if (!wellKnown.isEmpty()) {
            tree.put(List.of(wellKnown.split("\\.")), value, origin);
            return;
        }
        if (!name.startsWith(PREFIX) || OTHERS.contains(name)) {
            return;
        }
        // A Kubernetes service named lokivector-server sets
        // LOKIVECTOR_SERVER_PORT=tcp://10.0.0.1:4000.
        if (value.startsWith("tcp://")) {
            return;
        }
        final String rest = name.substring(PREFIX.length());
        if (rest.contains("__")) {
            final String path = rest.toLowerCase(Locale.ROOT).replace("__", ".").replace('_', '-');
            tree.put(List.of(path.split("\\.")), value, origin);
            return;
        }
        final String wanted = SettingsTree.plain(rest);
        for (final String key : keys) {
            if (SettingsTree.plain(key).replace(".", "").equals(wanted)) {
                tree.put(List.of(key.split("\\.")), value, origin);
                return;
            }
        }
        warnings.add("the environment variable " + name + " is no setting and was ignored");
    }

    /** What looked like a setting but is none: not an error, for others set variables as well. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
