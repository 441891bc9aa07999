package io.lokivector.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how much a server holds. */
@Command(
        name = "stats",
        description = "Show how much a server holds.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Runnable {
    @Mixin private ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        options.print(
                options.server().get("/api/dashboard/stats"),
                (stats, out) -> {
                    out.println("collections     " + stats.path("collections").asLong());
                    out.println("documents       " + stats.path("totalDocuments").asLong());
                    out.println("vectors         " + stats.path("totalVectors").asLong());
                    out.println(
                            "storage         " + Table.bytes(stats.path("storageUsed").asLong()));
                    out.println("requests today  " + stats.path("requestsToday").asLong());
                });
    }
}
