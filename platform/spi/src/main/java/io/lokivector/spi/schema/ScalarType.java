package io.lokivector.spi.schema;

import io.lokivector.spi.security.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A type of a single value. */
enum ScalarType implements ValueType {
    BOOLEAN("true or false", "boolean"),
    INTEGER("whole number", "integer"),
    LONG("whole number", "integer"),
    FLOAT("number", "number"),
    DOUBLE("number", "number"),
    TEXT("text", "string"),
    DURATION("duration", "string"),
    PATH("path", "string"),
    SECRET("secret", "string");

    private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d|w)");
    private static final Pattern BYTES_FORM =
            Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");

    private final String description;
    private final String jsonType;

    ScalarType(String description, String jsonType) {
        this.description = description;
        this.jsonType = jsonType;
    }

    static ScalarType of(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        } else if (type == int.class || type == Integer.class) {
            return INTEGER;
        } else if (type == long.class || type == Long.class) {
            return LONG;
        } else if (type == float.class || type == Float.class) {
            return FLOAT;
        } else if (type == double.class || type == Double.class) {
            return DOUBLE;
        } else if (type == String.class) {
            return TEXT;
        } else if (type == Duration.class) {
            return DURATION;
        } else if (type == Path.class) {
            return PATH;
        } else if (type == Secret.class) {
            return SECRET;
        }
        throw new IllegalArgumentException("cannot read a " + type.getName());
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public Map<String, Object> jsonSchema(Property property) {
        final Map<String, Object> schema = ValueType.described(property, jsonType);
        final boolean isText = jsonType.equals("string");
        if (!property.defaultValue().isEmpty()) {
            schema.put("default", byDefault(property));
        }
        if (!property.unit().isEmpty()) {
            schema.put("x-unit", property.unit());
        }
        if (Double.isFinite(property.min()) && (!isText || this == TEXT)) {
            schema.put(isText ? "minLength" : "minimum", property.min());
        }
        if (Double.isFinite(property.max()) && (!isText || this == TEXT)) {
            schema.put(isText ? "maxLength" : "maximum", property.max());
        }
        if (property.secret() || this == SECRET) {
            schema.put("writeOnly", true);
        }
        return schema;
    }

    private Object byDefault(Property property) {
        final @Nullable Object value =
                read(property.defaultValue(), property, "default", new Faults());
        return value == null || jsonType.equals("string") ? property.defaultValue() : value;
    }

    @Override
    public @Nullable Object read(Object value, Property property, String path, Faults faults) {
        return switch (this) {
            case BOOLEAN -> readBoolean(value, path, faults);
            case INTEGER, LONG -> readWhole(value, property, path, faults);
            case FLOAT, DOUBLE -> readNumber(value, property, path, faults);
            case TEXT -> readText(value, property, path, faults);
            case DURATION -> readDuration(value, property, path, faults);
            case PATH -> readPath(value, path, faults);
            case SECRET ->
                    value instanceof final Secret secret
                            ? secret
                            : Secret.of(String.valueOf(value));
        };
    }

    private static @Nullable Object readBoolean(Object value, String path, Faults faults) {
        if (value instanceof Boolean) {
            return value;
        }
        return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                faults.add(path + " must be true or false, not " + ValueType.kindOf(value));
                yield null;
            }
        };
    }

    private @Nullable Object readWhole(
            Object value, Property property, String path, Faults faults) {
        final @Nullable Long whole = wholeOf(value, property);
        if (whole == null) {
            faults.add(path + " must be a whole number, not " + shown(value, property));
            return null;
        }
        final boolean fits = this == LONG || whole.intValue() == whole;
        if (!fits && whole > 0 && property.max() > Integer.MAX_VALUE) {
            faults.add(path + " must be at most " + Integer.MAX_VALUE + ", not " + whole);
            return null;
        }
        if (!fits || whole < property.min() || whole > property.max()) {
            faults.add(path + " must be " + bounds(property) + ", not " + whole);
            return null;
        }
        return this == LONG ? (Object) whole : (Object) whole.intValue();
    }

    private static @Nullable Long wholeOf(Object value, Property property) {
        if (value instanceof final Number number) {
            final double asDouble = number.doubleValue();
            return number instanceof Double || number instanceof Float
                    ? asDouble == Math.rint(asDouble) && Math.abs(asDouble) < 0x1p53
                            ? Long.valueOf((long) asDouble)
                            : null
                    : exactLong(number.toString());
        }
        if (value instanceof final String text) {
            final Matcher bytes = BYTES_FORM.matcher(text);
            if (property.unit().equals("bytes") && bytes.matches()) {
                final long factor =
                        switch (bytes.group(2)) {
                            case "KiB" -> 1L << 10;
                            case "MiB" -> 1L << 20;
                            case "GiB" -> 1L << 30;
                            case "TiB" -> 1L << 40;
                            case null, default -> 1L;
                        };
                final long count = Long.parseLong(bytes.group(1));
                return Math.multiplyHigh(count, factor) == 0 && count * factor >= 0
                        ? Long.valueOf(count * factor)
                        : null;
            }
            return exactLong(text);
        }
        return null;
    }

    private static @Nullable Long exactLong(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Object readNumber(
            Object value, Property property, String path, Faults faults) {
        double number = Double.NaN;
        if (value instanceof final Number given) {
            number = given.doubleValue();
        } else if (value instanceof final String text) {
            try {
                number = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                number = Double.NaN;
            }
        }
        if (!Double.isFinite(this == FLOAT ? (float) number : number)) {
            faults.add(path + " must be a finite number, not " + shown(value, property));
            return null;
        }
        if (number < property.min() || number > property.max()) {
            faults.add(path + " must be " + bounds(property) + ", not " + number);
            return null;
        }
        return this == FLOAT ? (Object) (float) number : (Object) number;
    }

    private static @Nullable Object readText(
            Object value, Property property, String path, Faults faults) {
        if (!(value instanceof final String text)) {
            if (value instanceof Number || value instanceof Boolean) {
                return String.valueOf(value);
            }
            faults.add(path + " must be a text, not " + shown(value, property));
            return null;
        }
        if (text.length() < property.min() || text.length() > property.max()) {
            faults.add(path + " must have a length " + bounds(property));
            return null;
        }
        return text;
    }

    private static @Nullable Object readDuration(
            Object value, Property property, String path, Faults faults) {
        final @Nullable Duration duration =
                value instanceof final Duration given
                        ? given
                        : durationOf(String.valueOf(value)).orElse(null);
        if (duration == null) {
            faults.add(path + " must be a duration such as 500ms, 10s, 5m or 1h, not " + value);
            return null;
        }
        final double seconds = duration.toMillis() / 1000.0;
        if (seconds < property.min() || seconds > property.max()) {
            faults.add(path + " must be " + bounds(property) + " (in seconds), not " + value);
            return null;
        }
        return duration;
    }

    /** The duration of a form such as {@code 10s}. */
    static java.util.Optional<Duration> durationOf(String text) {
        final Matcher matcher = DURATION_FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return java.util.Optional.empty();
        }
        final long count = Long.parseLong(matcher.group(1));
        return java.util.Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                });
    }

    private static @Nullable Object readPath(Object value, String path, Faults faults) {
        try {
            return value instanceof Path ? value : Path.of(String.valueOf(value));
        } catch (InvalidPathException e) {
            faults.add(path + " is not a path: " + value);
            return null;
        }
    }

    private static String shown(Object value, Property property) {
        return property.secret()
                ? "what was given"
                : value instanceof String ? "'" + value + "'" : ValueType.kindOf(value);
    }

    private static String bounds(Property property) {
        final String unit = property.unit().isEmpty() ? "" : " " + property.unit();
        final String min = number(property.min());
        final String max = number(property.max());
        if (Double.isInfinite(property.max())) {
            return "at least " + min + unit;
        }
        if (Double.isInfinite(property.min())) {
            return "at most " + max + unit;
        }
        return "from " + min + " to " + max + unit;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
