package io.lokivector.spi.schema;

import java.util.List;
import java.util.Locale;

/**
 * One property of a schema.
 *
 * @param name the component's name, as in JSON ({@code efSearch})
 * @param typeName for people: {@code integer}, {@code number}, {@code text}, {@code duration}, ...
 * @param property what was declared
 * @param choices the values it may have; empty if it is not a choice
 */
public record PropertyDescription(
        String name, String typeName, Property property, List<String> choices) {

    /** The name as in a configuration file: {@code efSearch} is {@code ef-search}. */
    public String configurationKey() {
        final StringBuilder key = new StringBuilder();
        for (final char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('-');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }

    /** Whether a given key names this property: case, hyphens and underscores do not matter. */
    boolean isNamed(String key) {
        final String wanted = plain(key);
        if (plain(name).equals(wanted)) {
            return true;
        }
        for (final String alias : property.aliases()) {
            if (plain(alias).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
