package io.lokivector.engine.advisor;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.schema.PropertyDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options that are tried of one index type: what the type has of links ({@code m}), building
 * effort ({@code efConstruction}) and {@code quantization}, or what the request asks for.
 */
final class CandidateGrid {
    /** More combinations than this would take longer than anybody waits. */
    static final int CANDIDATES_MAX = 64;

    private static final List<Integer> EFS = List.of(16, 32, 64, 128, 256);
    private static final String EF_SEARCH = "efSearch";

    /** What is varied of the options that a type may have. */
    private static final Map<String, List<Object>> VARIATIONS =
            Map.of(
                    "m", List.of(8, 16, 32),
                    "efConstruction", List.of(100, 200, 400),
                    "quantization", List.of("none", "8bit", "4bit", "1bit"));

    private final List<PropertyDescription> properties;
    private final Predicate<Map<String, @Nullable Object>> isPossible;

    /**
     * The grid of a type with these options.
     *
     * @param isPossible whether the type takes such options: not every one has every value that is
     *     varied
     */
    CandidateGrid(
            List<PropertyDescription> properties,
            Predicate<Map<String, @Nullable Object>> isPossible) {
        this.properties = properties;
        this.isPossible = isPossible;
    }

    /**
     * What is built, each with options by their names in the schema; the first is the baseline.
     *
     * @param own options of the field
     * @param wanted options with their values, as the request gives them; may be empty
     */
    List<Map<String, @Nullable Object>> candidates(
            Map<String, @Nullable Object> own, Map<String, @Nullable Object> wanted) {
        final Map<String, @Nullable Object> base = named(own);
        return wanted.isEmpty() ? star(base) : product(base, named(wanted));
    }

    /** The efforts that are tried; a 0 alone if the index knows no such thing. */
    List<Integer> efs(List<Integer> wanted, int k) {
        if (!wanted.isEmpty()) {
            return wanted.stream().distinct().sorted().toList();
        }
        return properties.stream().anyMatch(property -> property.name().equals(EF_SEARCH))
                ? EFS.stream().filter(ef -> ef >= k).toList()
                : List.of(0);
    }

    /** The baseline, and from there each option varied alone. */
    private List<Map<String, @Nullable Object>> star(Map<String, @Nullable Object> base) {
        final List<Map<String, @Nullable Object>> all = new ArrayList<>(List.of(shown(base)));
        for (final PropertyDescription property : properties) {
            for (final Object value : variations(property)) {
                final Map<String, @Nullable Object> varied = new LinkedHashMap<>(base);
                varied.put(property.name(), value);
                if (!all.contains(shown(varied)) && isPossible.test(varied)) {
                    all.add(shown(varied));
                }
            }
        }
        return all;
    }

    private static List<Object> variations(PropertyDescription property) {
        final List<Object> known = VARIATIONS.getOrDefault(property.name(), List.of());
        return property.choices().isEmpty()
                ? known
                : known.stream()
                        .filter(value ->
                                property.choices().stream()
                                        .anyMatch(choice -> plain(choice).equals(plain(value))))
                        .toList();
    }

    private static String plain(Object value) {
        return value.toString().replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private List<Map<String, @Nullable Object>> product(
            Map<String, @Nullable Object> base, Map<String, @Nullable Object> wanted) {
        List<Map<String, @Nullable Object>> all = List.of(base);
        for (final Map.Entry<String, @Nullable Object> option : wanted.entrySet()) {
            final List<?> values =
                    option.getValue() instanceof final List<?> list
                            ? list
                            : Arrays.asList(option.getValue());
            if (values.isEmpty() || (long) values.size() * all.size() > CANDIDATES_MAX) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        values.isEmpty()
                                ? "options." + option.getKey() + " has no values to try"
                                : "options has more than "
                                        + CANDIDATES_MAX
                                        + " combinations; leave some out");
            }
            final List<Map<String, @Nullable Object>> more = new ArrayList<>();
            for (final Map<String, @Nullable Object> each : all) {
                for (final Object value : values) {
                    final Map<String, @Nullable Object> varied = new LinkedHashMap<>(each);
                    varied.put(option.getKey(), value);
                    more.add(varied);
                }
            }
            all = more;
        }
        return all.stream().map(this::shown).distinct().toList();
    }

    /** The same options by their names in the schema; others stay, to be refused by the schema. */
    private Map<String, @Nullable Object> named(Map<String, @Nullable Object> options) {
        final Map<String, @Nullable Object> named = new LinkedHashMap<>();
        options.forEach((key, value) -> named.put(nameOf(key), value));
        return named;
    }

    private String nameOf(String key) {
        return properties.stream()
                .filter(property ->
                        Stream.concat(
                                        Stream.of(property.name()),
                                        Arrays.stream(property.property().aliases()))
                                .anyMatch(name -> plain(name).equals(plain(key))))
                .map(PropertyDescription::name)
                .findFirst()
                .orElse(key);
    }

    /** With the defaults of the varied options, so that a point tells all that it is about. */
    private Map<String, @Nullable Object> shown(Map<String, @Nullable Object> options) {
        final Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        for (final PropertyDescription property : properties) {
            final String value = property.property().defaultValue();
            if (VARIATIONS.containsKey(property.name()) && !value.isEmpty()) {
                shown.put(property.name(), number(value));
            }
        }
        options.forEach((name, value) -> shown.put(name, comparable(value)));
        return shown;
    }

    private static Object number(String value) {
        return value.matches("\\d{1,9}") ? (Object) Integer.valueOf(value) : value;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof final Long number && number == number.intValue()
                ? (Object) number.intValue()
                : value;
    }
}
