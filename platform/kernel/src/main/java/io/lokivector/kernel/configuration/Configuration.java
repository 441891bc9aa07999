package io.lokivector.kernel.configuration;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.schema.PropertyDescription;
import io.lokivector.spi.schema.RecordSchema;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The server's whole configuration: the kernel's own settings, and those of every component.
 *
 * <p>Command line over environment over file over defaults. Immutable once read.
 */
public final class Configuration {
    /** Where the file stands in the home directory. */
    public static final String FILE = "config/lokivector.yaml";

    /** Sections that hold nothing but one section per component. */
    private static final List<String> COMPONENTS_ONLY =
            List.of("authenticators", "rate-limiters", "transports");

    private static final List<String> SECTIONS_WITH_COMPONENTS =
            List.of("storage", "authenticators", "rate-limiters", "transports");

    private final Path home;
    private final KernelConfiguration kernel;
    private final SettingsTree given;
    private final Map<String, Map<String, Map<String, Object>>> components;
    private final List<String> warnings;

    private Configuration(
            Path home,
            KernelConfiguration kernel,
            SettingsTree given,
            Map<String, Map<String, Map<String, Object>>> components,
            List<String> warnings) {
        this.home = home;
        this.kernel = kernel;
        this.given = given;
        this.components = components;
        this.warnings = warnings;
    }

    /**
     * Reads everything that was given.
     *
     * @param home the home directory
     * @param environment the environment variables
     * @throws LokiVectorException naming every fault
     */
    public static Configuration read(
            Path home, CommandLine commandLine, Map<String, String> environment) {
        final SettingsTree tree = new SettingsTree();
        final Optional<Path> named = commandLine.configurationFile();
        final Path file = named.orElseGet(() -> home.resolve(FILE));
        if (named.isPresent() || Files.exists(file)) {
            tree.putAll(yaml(file), named.map(Path::toString).orElse(FILE));
        }
        final Environment variables = new Environment();
        variables.readInto(tree, environment, kernelKeys());
        commandLine
                .settings()
                .forEach(
                        (key, value) -> tree.put(List.of(key.split("\\.")), value, "command line"));

        final SettingsTree given = copyOf(tree);
        final Map<String, Map<String, Map<String, Object>>> components = new LinkedHashMap<>();
        for (final String section : SECTIONS_WITH_COMPONENTS) {
            final Map<String, Map<String, Object>> byType = new LinkedHashMap<>();
            tree.below(section)
                    .ifPresent(part ->
                            part.takeOthers(List.of())
                                    .forEach((t, own) -> byType.put(t, own.toMap())));
            components.put(section, byType);
        }
        for (final String section : COMPONENTS_ONLY) {
            tree.below(section).ifPresent(part -> refuseValues(section, part));
        }
        final KernelConfiguration kernel =
                RecordSchema.of(KernelConfiguration.class).bind(tree.toMap(), "");
        return new Configuration(home, kernel, given, components, variables.warnings());
    }

    private static void refuseValues(String section, SettingsTree part) {
        part.forEach(
                section,
                (path, value) -> {
                    throw new LokiVectorException(
                            ErrorCode.BAD_REQUEST,
                            "unknown key '"
                                    + path
                                    + "' ("
                                    + value.origin()
                                    + "): this section holds one section per type, for example "
                                    + path
                                    + ".enabled");
                });
    }

    private static SettingsTree copyOf(SettingsTree tree) {
        final SettingsTree copy = new SettingsTree();
        tree.forEach(
                "",
                (path, value) ->
                        copy.put(List.of(path.split("\\.")), value.value(), value.origin()));
        return copy;
    }

    private static Map<String, Object> yaml(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            final @Nullable Object content =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromInputStream(bytes);
            if (content == null) {
                return Map.of();
            }
            if (content instanceof final Map<?, ?> map) {
                final Map<String, Object> values = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    if (value != null) {
                        values.put(String.valueOf(key), value);
                    }
                });
                return values;
            }
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, file + " must hold keys and values");
        } catch (IOException e) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST, "the configuration file " + file + " cannot be read", e);
        } catch (YamlEngineException e) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "the configuration file "
                            + file
                            + " is no valid YAML: "
                            + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " "),
                    e);
        }
    }

    /** Where the server is installed. */
    public Path home() {
        return home;
    }

    /** The kernel's own settings. */
    public KernelConfiguration kernel() {
        return kernel;
    }

    /** What looked odd while reading, a sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** The types that a section has settings for. */
    public List<String> componentTypes(String section) {
        return List.copyOf(components.getOrDefault(section, Map.of()).keySet());
    }

    /** The settings of the component of a type, as they were given. */
    public Map<String, Object> component(String section, String type) {
        final Map<String, Object> found = new LinkedHashMap<>();
        components
                .getOrDefault(section, Map.of())
                .forEach((key, values) -> {
                    if (SettingsTree.plain(key).equals(SettingsTree.plain(type))) {
                        found.putAll(values);
                    }
                });
        return found;
    }

    /**
     * Reads the settings of a component.
     *
     * @throws LokiVectorException naming every fault with its path
     */
    public <C extends Record> C bind(String section, String type, Class<C> record) {
        return RecordSchema.of(record).bind(component(section, type), section + "." + type);
    }

    /** The address to listen on. */
    public String host() {
        final ServerSettings server = kernel.server();
        final boolean isOpen = !kernel.gateway().authenticationEnabled();
        final String host =
                server.host().orElse(isOpen && !server.allowOpenAccess() ? "127.0.0.1" : "0.0.0.0");
        final boolean isLoopback =
                host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        if (isOpen && !isLoopback && !server.allowOpenAccess()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "authentication is off, so everybody who reaches "
                            + host
                            + " could do everything: listen on 127.0.0.1, switch authentication"
                            + " on, or set server.allow-open-access to true");
        }
        return host;
    }

    /** Every setting with its value and where it came from, a line each; secrets hidden. */
    public List<String> describe() {
        final Map<String, String> lines = new TreeMap<>();
        forEachKey(
                KernelConfiguration.class,
                "",
                (key, property) -> {
                    final Optional<SettingsTree.Given> value =
                            given.find(List.of(key.split("\\.")));
                    final String shown =
                            property.property().secret()
                                    ? value.isPresent() ? "(hidden)" : ""
                                    : value.map(Configuration::shown)
                                            .orElse(property.property().defaultValue());
                    lines.put(key, line(key, shown, value.map(SettingsTree.Given::origin)));
                });
        given.forEach(
                "",
                (path, value) ->
                        lines.computeIfAbsent(
                                lines.keySet().stream()
                                        .filter(key ->
                                                SettingsTree.plain(key)
                                                        .equals(SettingsTree.plain(path)))
                                        .findFirst()
                                        .orElse(path),
                                key ->
                                        line(
                                                key,
                                                isSecretName(key) ? "(hidden)" : shown(value),
                                                Optional.of(value.origin()))));
        return List.copyOf(lines.values());
    }

    private static String line(String key, String shown, Optional<String> origin) {
        return key + " = " + shown + "   # " + origin.orElse("default");
    }

    private static String shown(SettingsTree.Given value) {
        return String.valueOf(value.value());
    }

    /** A component's schema may not be there to ask, so that its names must do. */
    private static boolean isSecretName(String path) {
        final String name = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return List.of("secret", "password", "token", "key", "credential").stream()
                .anyMatch(name::contains);
    }

    /** The dotted keys of the kernel's own settings. */
    static List<String> kernelKeys() {
        final List<String> keys = new ArrayList<>();
        forEachKey(KernelConfiguration.class, "", (key, property) -> keys.add(key));
        return keys;
    }

    /** Visits every setting of a record and of the records in it. */
    static void forEachKey(
            Class<? extends Record> type,
            String prefix,
            BiConsumer<String, PropertyDescription> visitor) {
        final List<PropertyDescription> properties = RecordSchema.of(type).properties();
        final RecordComponent[] parts = type.getRecordComponents();
        for (int i = 0; i < parts.length; i++) {
            final String key = prefix + properties.get(i).configurationKey();
            if (parts[i].getType().isRecord()) {
                forEachKey(parts[i].getType().asSubclass(Record.class), key + ".", visitor);
            } else if (parts[i].getType() != Map.class) {
                visitor.accept(key, properties.get(i));
            }
        }
    }
}
