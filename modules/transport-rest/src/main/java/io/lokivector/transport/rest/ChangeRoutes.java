package io.lokivector.transport.rest;

import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.ChangeRequest.FlushChanges;
import io.lokivector.spi.request.ChangeRequest.ReadChanges;
import io.lokivector.spi.request.ChangeRequest.Start;
import io.lokivector.spi.request.ChangeRequest.WatchChanges;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.transport.Call;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the routes of changes share, be they of one collection or of all. */
final class ChangeRoutes {
    /** Shorter than proxies and the server's own port wait for a sign of life. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Jersey sends nothing, not even when it is told to, before so many bytes are written. */
    private static final byte[] OPENING =
            (":" + " ".repeat(8_192) + "\n\n").getBytes(StandardCharsets.US_ASCII);

    private final Dispatcher dispatcher;
    private final CallGate gate;
    private final JsonWriter writer;

    ChangeRoutes(Dispatcher dispatcher, CallGate gate, JsonWriter writer) {
        this.dispatcher = dispatcher;
        this.gate = gate;
        this.writer = writer;
    }

    Response read(Optional<String> collection, @Nullable String since, @Nullable String limit) {
        return dispatcher.json(
                new ReadChanges(collection, start(since), limit(limit)), ChangeJson::of);
    }

    /**
     * Answers with a stream of events.
     *
     * @param lastEventId what the client saw last, if it comes back
     */
    Response follow(
            Optional<String> collection, @Nullable String since, @Nullable String lastEventId) {
        final boolean comesBack = lastEventId != null && !lastEventId.isBlank();
        return dispatcher.ask(
                new WatchChanges(collection, start(comesBack ? lastEventId : since)),
                changes ->
                        // Proxies that gather answers would keep events to themselves.
                        Response.ok(events(changes)).header("X-Accel-Buffering", "no"));
    }

    /** Whether there is something to follow, without following it. */
    Response headOfFollow(Optional<String> collection) {
        return dispatcher.ask(new ReadChanges(collection, new Start.Now(), 1), _ -> Response.ok());
    }

    Response flush(Optional<String> collection) {
        return dispatcher.json(
                new FlushChanges(collection), done -> Map.of("message", done.message()));
    }

    private StreamingOutput events(ChangeStream changes) {
        final Call call = dispatcher.exchange().call();
        return out -> {
            // While the transport drains, nobody is to wait for events.
            try (changes;
                    CallGate.Watch _ = gate.onShut(changes::close)) {
                out.write(OPENING);
                new EventStream(changes, writer, INTERVAL, () -> dispatcher.refusal(call))
                        .writeTo(out);
            } catch (IOException | RuntimeException e) {
                if (!dispatcher.exchange().breaksOff(e)) {
                    throw e;
                }
            }
        };
    }

    private static Start start(@Nullable String since) {
        if (since == null || since.isBlank()) {
            return new Start.Unflushed();
        }
        return since.strip().equals("now")
                ? new Start.Now()
                : new Start.After(
                        number(
                                since,
                                0,
                                "since must be the sequence number of a change, or 'now'"));
    }

    private static int limit(@Nullable String limit) {
        return limit == null || limit.isBlank()
                ? ChangeRequest.DEFAULT_LIMIT
                : Math.toIntExact(
                        Math.min(
                                Integer.MAX_VALUE,
                                number(limit, 1, "limit must be a whole number from 1 on")));
    }

    private static long number(String text, long min, String fault) {
        try {
            final long number = Long.parseLong(text.strip());
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Body.bad(fault + ", not '" + text + "'");
        }
        throw Body.bad(fault + ", not '" + text + "'");
    }
}
