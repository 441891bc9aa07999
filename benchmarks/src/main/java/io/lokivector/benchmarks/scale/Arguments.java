package io.lokivector.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of the form {@code --name=value}, each taken once. */
final class Arguments {
    private final Map<String, String> given = new LinkedHashMap<>();

    Arguments(String[] arguments) {
        for (final String argument : arguments) {
            final int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException(
                        "an argument is --name=value, not '" + argument + "'");
            }
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
    }

    String text(String name, String otherwise) {
        final String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }

    double fraction(String name, double otherwise) {
        return Double.parseDouble(text(name, String.valueOf(otherwise)));
    }

    /** Pairs {@code name=value}, separated by commas. */
    Map<String, Object> options(String name) {
        final Map<String, Object> options = new LinkedHashMap<>();
        for (final String pair : text(name, "").split(",", -1)) {
            final int equals = pair.indexOf('=');
            if (equals > 0) {
                options.put(pair.substring(0, equals), value(pair.substring(equals + 1)));
            }
        }
        return options;
    }

    private static Object value(String text) {
        return text.matches("-?\\d{1,9}")
                ? (Object) Integer.valueOf(text)
                : text.matches("-?\\d+\\.\\d+") ? (Object) Double.valueOf(text) : text;
    }

    /** Refuses what nobody took. */
    void done() {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("there is no argument --" + given.keySet());
        }
    }
}
