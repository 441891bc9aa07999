package io.lokivector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether a server is there and well. */
@Command(
        name = "status",
        description = "Tell whether a server is there and well.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
    @Mixin private ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        options.print(options.server().get("/health"), this::describe);
    }

    private void describe(JsonNode health, PrintWriter out) {
        out.println(options.url() + " is " + health.path("status").asText("unknown"));
        out.println("version      " + health.path("version").asText("unknown"));
        out.println(
                "up for       " + forPeople(Duration.ofSeconds(health.path("uptime").asLong())));
        out.println("collections  " + health.path("collections").asInt());
    }

    private static String forPeople(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + " d " + time.toHoursPart() + " h"
                : time.toHours() > 0
                        ? time.toHours() + " h " + time.toMinutesPart() + " min"
                        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
