package io.lokivector.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is shown when no command is named. */
@Command(
        name = "lokivector",
        version = "LokiVector 1.0.0",
        mixinStandardHelpOptions = true,
        description = "A document and vector database.",
        subcommands = {
            StartCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            CollectionCommands.class,
            KeyCommands.class,
            PluginCommands.class,
            StatsCommand.class,
            ConfigCommand.class,
            HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  the server refused the request, or something failed",
            "  2  the command line is wrong",
            "  3  no server answers at the address",
            "  4  the key is missing, unknown, or not allowed to do this",
            "",
            "The server is named by --url or LOKIVECTOR_URL, the key by --key or"
                    + " LOKIVECTOR_API_KEY."
        })
final class RootCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        final CommandLine commands = spec.commandLine();
        commands.usage(commands.getOut());
    }
}
