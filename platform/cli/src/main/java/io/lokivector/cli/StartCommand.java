package io.lokivector.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts a server in the foreground.
 *
 * <p>The script {@code bin/lokivector} starts the kernel itself and does not come here; this
 * describes the options, and serves those who call the command line without the script.
 */
@Command(
        name = "start",
        description = "Start a server in the foreground; Ctrl-C stops it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Settings: command line, environment, config/lokivector.yaml, defaults, in this"
                    + " order; 'lokivector config' prints each with its origin."
        })
final class StartCommand implements Callable<Integer> {
    @Option(
            names = {"-p", "--port"},
            description = "HTTP port; 4000 otherwise.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = {"-t", "--tcp-port"},
            description = "TCP port; 5000 otherwise.")
    private Optional<Integer> tcpPort = Optional.empty();

    @Option(
            names = {"-d", "--data-dir"},
            description = "Folder of the data; ./data otherwise.")
    private Optional<String> dataDirectory = Optional.empty();

    @Option(names = "--host", description = "Address to listen on.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--config", description = "Another file than config/lokivector.yaml.")
    private Optional<String> configuration = Optional.empty();

    @Option(names = "--log-level", description = "error, warn, info, debug or trace.")
    private Optional<String> logLevel = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "<key=value>",
            description = "Any setting by its dotted key, e.g. storage.type=rocksdb.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        final List<String> arguments = new ArrayList<>(List.of("start"));
        port.ifPresent(value -> add(arguments, "--port", value));
        tcpPort.ifPresent(value -> add(arguments, "--tcp-port", value));
        dataDirectory.ifPresent(value -> add(arguments, "--data-dir", value));
        host.ifPresent(value -> add(arguments, "--host", value));
        configuration.ifPresent(value -> add(arguments, "--config", value));
        logLevel.ifPresent(value -> add(arguments, "--log-level", value));
        settings.forEach(value -> add(arguments, "--set", value));
        return Installation.current().run(arguments);
    }

    private static void add(List<String> arguments, String name, Object value) {
        arguments.add(name);
        arguments.add(value.toString());
    }
}
