package io.lokivector.kernel;

import io.lokivector.engine.LokiVector;
import io.lokivector.kernel.configuration.CommandLine;
import io.lokivector.kernel.configuration.Configuration;
import io.lokivector.kernel.lifecycle.Server;
import io.lokivector.kernel.logging.ConsoleLogging;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.security.ApiKeys;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server and says so in one line; or says in one sentence why not.
 *
 * <p>Exit codes: 0 after a stop by SIGTERM or SIGINT, 1 if it could not start, 2 if it was told
 * something that makes no sense.
 */
public final class Main {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_MISUSED = 2;

    private Main() {}

    /** Starts a server; returns only by ending the process. */
    public static void main(String[] arguments) {
        try {
            run(CommandLine.parse(arguments));
        } catch (LokiVectorException e) {
            fail(e.problem(), e.code() == ErrorCode.BAD_REQUEST ? EXIT_MISUSED : EXIT_FAILED);
        } catch (RuntimeException | Error e) {
            System.getLogger(Main.class.getName())
                    .log(System.Logger.Level.ERROR, "The server could not start", e);
            fail("the server could not start: " + e, EXIT_FAILED);
        }
    }

    @SuppressForbidden("what was asked for goes to standard output")
    private static void run(CommandLine commandLine) {
        final Configuration configuration =
                Configuration.read(home(commandLine), commandLine, System.getenv());
        if (commandLine.printsConfiguration()) {
            configuration.describe().forEach(System.out::println);
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
        ConsoleLogging.setLevel(configuration.kernel().log().level().name());
        for (final String warning : configuration.warnings()) {
            System.getLogger(Main.class.getName()).log(System.Logger.Level.WARNING, warning);
        }
        final Shutdown shutdown = new Shutdown();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(shutdown));
        final String version = version();
        final Server server =
                Server.start(
                        configuration,
                        version,
                        (settings, storage, registry, context) ->
                                new LokiVector(
                                        storage, registry, context, settings.kernel().engine()),
                        InstantSource.system(),
                        Main::show);
        shutdown.stops(server);
        final String notReady = server.whyNotReady();
        System.out.println(
                notReady.isEmpty()
                        ? "LokiVector "
                                + version
                                + " is ready at "
                                + server.address()
                                + " in "
                                + sinceStart()
                        : "LokiVector "
                                + version
                                + " listens at "
                                + server.address()
                                + " but is not ready: "
                                + notReady);
        System.out.flush();
    }

    /** Shows a new key the only time it is ever seen: not in the log, which is kept and shipped. */
    @SuppressForbidden("the operator's screen, and only that")
    private static void show(ApiKeys.IssuedKey key) {
        System.out.println(
                "The administrator's API key, shown this once: " + key.secret().reveal());
        System.out.flush();
    }

    private static Path home(CommandLine commandLine) {
        final @Nullable String property = System.getProperty("lokivector.home");
        return commandLine
                .home()
                .or(() -> Optional.ofNullable(property).map(Path::of))
                .orElse(Path.of(""))
                .toAbsolutePath()
                .normalize();
    }

    private static String version() {
        final @Nullable ModuleDescriptor descriptor = Main.class.getModule().getDescriptor();
        return Optional.ofNullable(descriptor)
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unpackaged)");
    }

    private static String sinceStart() {
        final Instant now = Instant.now();
        final Duration duration =
                Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    @SuppressForbidden("the one sentence for whoever started it")
    private static void fail(String sentence, int exitCode) {
        System.err.println("lokivector: " + sentence);
        System.err.flush();
        // Not exit: threads of a half-started framework could keep the process alive.
        Runtime.getRuntime().halt(exitCode);
    }
}
