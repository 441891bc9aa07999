package io.lokivector.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Prints the configuration a server would start with.
 *
 * <p>Like {@link StartCommand}: the script asks the kernel and does not come here.
 */
@Command(
        name = "config",
        description =
                "Print every setting, its value and where it came from; options as for start.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Installation.current().run(List.of("config"));
    }
}
