package io.lokivector.kernel.configuration;

import io.lokivector.spi.schema.Property;
import io.lokivector.spi.schema.PropertyDescription;
import io.lokivector.spi.schema.RecordSchema;
import java.lang.reflect.RecordComponent;
import java.util.List;

/** Writes the documented configuration file out of the records that it documents. */
final class ConfigurationFile {
    private static final int COLUMNS = 96;

    private final StringBuilder text = new StringBuilder();

    /** The file as it has to be. */
    static String text() {
        final ConfigurationFile file = new ConfigurationFile();
        file.comment(
                0,
                "The configuration of a LokiVector server. A setting that stands behind a # without"
                        + " a space has its default there; remove the # to change it. The command line"
                        + " (--set server.port=4001) and environment variables"
                        + " (LOKIVECTOR_SERVER_PORT=4001; two underscores part the levels in the"
                        + " section of a component) go before this file. lokivector config shows what"
                        + " holds, and why.");
        file.section(KernelConfiguration.class, 0);
        return file.text.toString();
    }

    private void section(Class<? extends Record> type, int indent) {
        final List<PropertyDescription> properties = RecordSchema.of(type).properties();
        final RecordComponent[] parts = type.getRecordComponents();
        for (int i = 0; i < parts.length; i++) {
            final PropertyDescription property = properties.get(i);
            if (indent == 0) {
                text.append('\n');
            }
            comment(indent, describe(property));
            if (parts[i].getType().isRecord()) {
                line(indent, property.configurationKey() + ":");
                section(parts[i].getType().asSubclass(Record.class), indent + 2);
                if (property.name().equals("storage")) {
                    comment(
                            indent + 2,
                            "The settings of each type stand in a section of its name.");
                    line(indent + 2, "#file: {}");
                }
            } else if (parts[i].getType() == java.util.Map.class) {
                line(indent, "#" + property.configurationKey() + ": {}");
            } else {
                line(indent, ("#" + property.configurationKey() + ": " + value(property)).strip());
            }
        }
    }

    private static String value(PropertyDescription property) {
        final String value = property.property().defaultValue();
        return property.typeName().startsWith("list") ? "[" + value + "]" : value;
    }

    private static String describe(PropertyDescription described) {
        final Property property = described.property();
        final StringBuilder text = new StringBuilder(property.description());
        if (!property.unit().isEmpty()) {
            text.append(" In ").append(property.unit()).append('.');
        }
        if (!described.choices().isEmpty()) {
            text.append(" One of ").append(String.join(", ", described.choices())).append('.');
        }
        if (property.secret()) {
            text.append(" Better given as an environment variable.");
        }
        return text.toString();
    }

    private void comment(int indent, String sentences) {
        final StringBuilder line = new StringBuilder("#");
        for (final String word : sentences.split(" ")) {
            if (indent + line.length() + 1 + word.length() > COLUMNS) {
                line(indent, line.toString());
                line.setLength(1);
            }
            line.append(' ').append(word);
        }
        line(indent, line.toString());
    }

    private void line(int indent, String line) {
        text.append(" ".repeat(indent)).append(line).append('\n');
    }
}
