package io.lokivector.spi.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a record: reads it from plain values, and describes it.
 *
 * <p>Every component carries a {@link Property}. A component is a boolean, int, long, float,
 * double, text, {@link java.time.Duration} ({@code "10s"}), {@link java.nio.file.Path}, enum,
 * {@code float[]}, {@link io.lokivector.spi.security.Secret}, another such record, a {@code List}
 * or {@code Optional} of these, or a {@code Map<String, Object>} taken as it is. A whole number
 * with the unit {@code bytes} may be written {@code "64MiB"}. Keys are matched without regard to
 * case, hyphens and underscores. Immutable.
 *
 * @param <T> the record
 */
public final class RecordSchema<T extends Record> {
    private final Class<T> type;
    private final Constructor<T> constructor;
    private final List<RecordComponent> components;
    private final List<PropertyDescription> properties;

    private RecordSchema(Class<T> type) {
        this.type = type;
        this.components = List.of(type.getRecordComponents());
        try {
            this.constructor =
                    type.getDeclaredConstructor(
                            components.stream()
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " has no canonical constructor", e);
        }
        this.properties = components.stream().map(RecordSchema::describe).toList();
    }

    /**
     * The schema of a record.
     *
     * @throws IllegalArgumentException if a component has no {@link Property}, or a type or default
     *     that cannot be read: an error of the record's author
     */
    public static <T extends Record> RecordSchema<T> of(Class<T> type) {
        final RecordSchema<T> schema = new RecordSchema<>(type);
        schema.checkDefaults();
        return schema;
    }

    private static PropertyDescription describe(RecordComponent component) {
        final @Nullable Property property = component.getAnnotation(Property.class);
        if (property == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName()
                            + "."
                            + component.getName()
                            + " has no @Property");
        }
        final ValueType valueType = ValueType.of(component.getGenericType());
        return new PropertyDescription(
                component.getName(), valueType.describe(), property, valueType.choices());
    }

    private void checkDefaults() {
        for (int i = 0; i < components.size(); i++) {
            final String value = properties.get(i).property().defaultValue();
            if (!value.isEmpty()) {
                final Faults faults = new Faults();
                read(i, value, type.getSimpleName() + "." + properties.get(i).name(), faults);
                if (!faults.isEmpty()) {
                    throw new IllegalArgumentException("bad default: " + faults.sentences());
                }
            }
        }
    }

    /** The properties in the order of the components. */
    public List<PropertyDescription> properties() {
        return properties;
    }

    /** The record with every property at its default. */
    public T defaults() {
        return bind(Map.of(), "");
    }

    /**
     * Reads the record.
     *
     * @param values by key; nulls count as not given
     * @param path where the values stand, for messages: {@code storage.file}, or empty
     * @throws SchemaException naming every fault: unknown keys (with the nearest known one), wrong
     *     types, values out of bounds, missing ones
     */
    public T bind(Map<String, ? extends @Nullable Object> values, String path) {
        final Faults faults = new Faults();
        final Optional<T> bound = bind(values, path, faults);
        faults.throwIfAny();
        return bound.orElseThrow();
    }

    Optional<T> bind(Map<String, ? extends @Nullable Object> values, String path, Faults faults) {
        final int before = faults.size();
        final @Nullable Object[] arguments = new @Nullable Object[components.size()];
        final Map<String, @Nullable Object> unused = new LinkedHashMap<>(values);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(i, unused, path, faults);
        }
        unused.keySet().forEach(key -> faults.add(unknown(key, path)));
        if (faults.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            final Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            faults.add((path.isEmpty() ? "" : path + ": ") + cause.getMessage());
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName() + " must be public, and its package exported", e);
        }
    }

    private @Nullable Object argument(
            int i, Map<String, @Nullable Object> unused, String path, Faults faults) {
        final PropertyDescription property = properties.get(i);
        final String here = join(path, property.name());
        @Nullable Object value = null;
        for (final String key : List.copyOf(unused.keySet())) {
            if (property.isNamed(key)) {
                final @Nullable Object given = unused.remove(key);
                if (given != null && value != null) {
                    faults.add(here + " is given twice");
                }
                value = given == null ? value : given;
            }
        }
        if (value != null) {
            return read(i, value, here, faults);
        }
        final String byDefault = property.property().defaultValue();
        if (!byDefault.isEmpty()) {
            return read(i, byDefault, here, faults);
        }
        return ValueType.of(components.get(i).getGenericType()).whenAbsent(here, faults);
    }

    private @Nullable Object read(int i, Object value, String path, Faults faults) {
        final RecordComponent component = components.get(i);
        return ValueType.of(component.getGenericType())
                .read(value, properties.get(i).property(), path, faults);
    }

    private String unknown(String key, String path) {
        final String nearest =
                NearestName.to(key, properties.stream().map(PropertyDescription::name).toList())
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("");
        return "unknown key '" + join(path, key) + "'" + nearest;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The JSON Schema (2020-12) of the record, as plain values. */
    public Map<String, Object> jsonSchema() {
        final Map<String, Object> schema = new LinkedHashMap<>();
        final Map<String, Object> byName = new LinkedHashMap<>();
        final List<String> required = new ArrayList<>();
        for (int i = 0; i < components.size(); i++) {
            final PropertyDescription property = properties.get(i);
            final ValueType valueType = ValueType.of(components.get(i).getGenericType());
            byName.put(property.name(), valueType.jsonSchema(property.property()));
            if (valueType.isRequired() && property.property().defaultValue().isEmpty()) {
                required.add(property.name());
            }
        }
        schema.put("type", "object");
        schema.put("properties", byName);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** The names under which secrets stand, so that whoever prints values can hide them. */
    public Set<String> secretNames() {
        return Set.copyOf(
                properties.stream()
                        .filter(property -> property.property().secret())
                        .map(PropertyDescription::name)
                        .toList());
    }
}
