package io.lokivector.spi.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How values of one Java type are read and described. */
sealed interface ValueType
        permits ScalarType,
                ValueType.OptionalType,
                ValueType.ListType,
                ValueType.FreeType,
                ValueType.RecordType,
                ValueType.EnumType,
                ValueType.VectorType {
    /** The value as the component takes it, or null after adding a fault. */
    @Nullable Object read(Object value, Property property, String path, Faults faults);

    /** Its name for people. */
    String describe();

    /** Its JSON Schema. */
    Map<String, Object> jsonSchema(Property property);

    /** Whether a value must be given when there is no default. */
    default boolean isRequired() {
        return true;
    }

    /** The value when none is given and there is no default. */
    default @Nullable Object whenAbsent(String path, Faults faults) {
        faults.add(path + " is missing");
        return null;
    }

    /** The values it may have, if it is a choice. */
    default List<String> choices() {
        return List.of();
    }

    /** The type of a record component. */
    static ValueType of(Type type) {
        return switch (type) {
            case final ParameterizedType generic when generic.getRawType() == Optional.class ->
                    new OptionalType(of(generic.getActualTypeArguments()[0]));
            case final ParameterizedType generic when generic.getRawType() == List.class ->
                    generic.getActualTypeArguments()[0] == Object.class
                            ? FreeType.LIST
                            : new ListType(of(generic.getActualTypeArguments()[0]));
            case final ParameterizedType generic when generic.getRawType() == Map.class ->
                    FreeType.MAP;
            case final Class<?> record when record.isRecord() ->
                    new RecordType(RecordSchema.of(record.asSubclass(Record.class)));
            case final Class<?> choice when choice.isEnum() -> new EnumType(choice);
            case final Class<?> simple when simple == float[].class -> new VectorType();
            case final Class<?> simple -> ScalarType.of(simple);
            default -> throw new IllegalArgumentException("cannot read " + type.getTypeName());
        };
    }

    static Map<String, Object> described(Property property, String type) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        schema.put("description", property.description());
        return schema;
    }

    /** A value that may be absent. */
    record OptionalType(ValueType inner) implements ValueType {
        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            return Optional.ofNullable(inner.read(value, property, path, faults));
        }

        @Override
        public String describe() {
            return inner.describe();
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            return inner.jsonSchema(property);
        }

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public Object whenAbsent(String path, Faults faults) {
            return Optional.empty();
        }

        @Override
        public List<String> choices() {
            return inner.choices();
        }
    }

    /** A list of one type; a text is split at commas, as environment variables need it. */
    record ListType(ValueType inner) implements ValueType {
        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            final List<?> values =
                    switch (value) {
                        case final List<?> list -> list;
                        case final String text ->
                                List.of(text.isBlank() ? new String[0] : text.split("\\s*,\\s*"));
                        default -> List.of(value);
                    };
            final List<Object> read = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                final @Nullable Object element = values.get(i);
                final String here = path + "[" + i + "]";
                final @Nullable Object result =
                        element == null
                                ? inner.whenAbsent(here, faults)
                                : inner.read(element, property, here, faults);
                if (result != null) {
                    read.add(result);
                }
            }
            return List.copyOf(read);
        }

        @Override
        public String describe() {
            return "list of " + inner.describe();
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            final Map<String, Object> schema = described(property, "array");
            schema.put("items", inner.jsonSchema(property));
            return schema;
        }

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public Object whenAbsent(String path, Faults faults) {
            return List.of();
        }
    }

    /**
     * A list or an object of anything, taken as it is.
     *
     * @param kind what it must be an instance of
     * @param typeName for people
     * @param article before that name
     * @param empty the value when none is given
     */
    record FreeType(Class<?> kind, String typeName, String article, String jsonType, Object empty)
            implements ValueType {
        static final FreeType LIST = new FreeType(List.class, "list", "a", "array", List.of());
        static final FreeType MAP = new FreeType(Map.class, "object", "an", "object", Map.of());

        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            if (kind.isInstance(value)) {
                if (value instanceof final List<?> list && list.size() < property.min()) {
                    faults.add(path + " must not be empty; leave it out instead");
                    return null;
                }
                return value;
            }
            faults.add(path + " must be " + article + " " + typeName + ", not " + kindOf(value));
            return null;
        }

        @Override
        public String describe() {
            return typeName;
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            return described(property, jsonType);
        }

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public Object whenAbsent(String path, Faults faults) {
            return empty;
        }
    }

    /** Another record. */
    record RecordType(RecordSchema<? extends Record> schema) implements ValueType {
        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            if (value instanceof final Map<?, ?> map) {
                final Map<String, @Nullable Object> values = new LinkedHashMap<>();
                map.forEach((key, element) -> values.put(String.valueOf(key), element));
                final Optional<? extends Record> bound = schema.bind(values, path, faults);
                return bound.isPresent() ? bound.get() : null;
            }
            faults.add(path + " must be an object, not " + kindOf(value));
            return null;
        }

        @Override
        public String describe() {
            return "object";
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            final Map<String, Object> described = new LinkedHashMap<>(schema.jsonSchema());
            described.put("description", property.description());
            return described;
        }

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public @Nullable Object whenAbsent(String path, Faults faults) {
            final Optional<? extends Record> bound = schema.bind(Map.of(), path, faults);
            return bound.isPresent() ? bound.get() : null;
        }
    }

    /** One of a few names, matched without regard to case. */
    record EnumType(Class<?> type) implements ValueType {
        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            final String wanted = plain(String.valueOf(value));
            for (final Object constant : type.getEnumConstants()) {
                if (plain(constant.toString()).equals(wanted)) {
                    return constant;
                }
            }
            faults.add(path + " must be one of " + choices() + ", not '" + value + "'");
            return null;
        }

        private static String plain(String name) {
            return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
        }

        @Override
        public List<String> choices() {
            final List<String> names = new ArrayList<>();
            for (final Object constant : type.getEnumConstants()) {
                names.add(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            return List.copyOf(names);
        }

        @Override
        public String describe() {
            return "one of " + String.join(", ", choices());
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            final Map<String, Object> schema = described(property, "string");
            schema.put("enum", choices());
            return schema;
        }
    }

    /** A vector: a list of finite numbers. */
    record VectorType() implements ValueType {
        @Override
        public @Nullable Object read(Object value, Property property, String path, Faults faults) {
            if (value instanceof final float[] vector) {
                return vector;
            }
            if (!(value instanceof final List<?> list)) {
                faults.add(path + " must be a list of numbers, not " + kindOf(value));
                return null;
            }
            final float[] vector = new float[list.size()];
            for (int i = 0; i < vector.length; i++) {
                if (!(list.get(i) instanceof final Number number)
                        || !Float.isFinite(number.floatValue())) {
                    faults.add(path + "[" + i + "] must be a finite number, not " + list.get(i));
                    return null;
                }
                vector[i] = number.floatValue();
            }
            return vector;
        }

        @Override
        public String describe() {
            return "list of numbers";
        }

        @Override
        public Map<String, Object> jsonSchema(Property property) {
            final Map<String, Object> schema = described(property, "array");
            schema.put("items", Map.of("type", "number"));
            return schema;
        }
    }

    /** What a value is, in the words of JSON. */
    static String kindOf(Object value) {
        return switch (value) {
            case final String _ -> "a text";
            case final Number number -> "the number " + number;
            case final Boolean truth -> "" + truth;
            case final List<?> _ -> "a list";
            case final Map<?, ?> _ -> "an object";
            default -> "a value of another kind";
        };
    }
}
