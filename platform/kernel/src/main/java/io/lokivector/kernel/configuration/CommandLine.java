package io.lokivector.kernel.configuration;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.schema.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said on the command line.
 *
 * @param home where the server is installed, if it was said
 * @param configurationFile the file to read instead of {@code config/lokivector.yaml}
 * @param printsConfiguration whether to print the configuration instead of starting
 * @param settings values by their dotted keys
 */
public record CommandLine(
        Optional<Path> home,
        Optional<Path> configurationFile,
        boolean printsConfiguration,
        Map<String, String> settings) {
    private static final Map<String, String> KEY_OF_OPTION =
            Map.of(
                    "-p", "server.port",
                    "--port", "server.port",
                    "-t", "transports.tcp.port",
                    "--tcp-port", "transports.tcp.port",
                    "-d", "data-directory",
                    "--data-dir", "data-directory",
                    "--host", "server.host",
                    "--log-level", "log.level");

    /**
     * Reads the arguments of {@code main}. An option's value follows it, or an equals sign.
     *
     * @throws LokiVectorException naming the argument that cannot be understood
     */
    public static CommandLine parse(String... arguments) {
        Optional<Path> home = Optional.empty();
        Optional<Path> file = Optional.empty();
        boolean prints = false;
        final Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            final String option = nameOf(arguments[i]);
            if (option.equals("--print-config")) {
                prints = true;
                continue;
            }
            if (!isKnown(option)) {
                throw bad("unknown argument '" + arguments[i] + "'" + nearest(option));
            }
            final String value;
            if (option.length() < arguments[i].length()) {
                value = arguments[i].substring(option.length() + 1);
            } else if (i + 1 < arguments.length) {
                value = arguments[++i];
            } else {
                throw bad(option + " needs a value");
            }
            switch (option) {
                case "--home" -> home = Optional.of(Path.of(value));
                case "--config" -> file = Optional.of(Path.of(value));
                case "--set" -> set(value, settings);
                default -> settings.put(KEY_OF_OPTION.getOrDefault(option, option), value);
            }
        }
        return new CommandLine(home, file, prints, Map.copyOf(settings));
    }

    private static String nameOf(String argument) {
        final int equals = argument.indexOf('=');
        return argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
    }

    private static boolean isKnown(String option) {
        return KEY_OF_OPTION.containsKey(option)
                || option.equals("--home")
                || option.equals("--config")
                || option.equals("--set");
    }

    private static String nearest(String option) {
        final List<String> known =
                new ArrayList<>(List.of("--home", "--config", "--set", "--print-config"));
        known.addAll(KEY_OF_OPTION.keySet());
        return NearestName.to(option, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static void set(String assignment, Map<String, String> settings) {
        final int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw bad("--set takes key=value, for example server.port=4001, not " + assignment);
        }
        settings.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }

    private static LokiVectorException bad(String sentence) {
        return new LokiVectorException(ErrorCode.BAD_REQUEST, sentence);
    }
}
