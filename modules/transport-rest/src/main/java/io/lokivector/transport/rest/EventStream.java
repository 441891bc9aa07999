package io.lokivector.transport.rest;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes changes as server-sent events (HTML, section 9.2), until there are no more, or the client
 * is gone.
 *
 * <p>Each is an event {@code change} whose id is its sequence number, so that a client that comes
 * back tells where to go on. An id without an event says that there was nothing for the client up
 * to there; it comes at least once in each interval, so that a client that is gone is noticed. A
 * problem is an event {@code problem}, and the last.
 */
final class EventStream {
    static final String MEDIA_TYPE = "text/event-stream";
    private static final int PAGE = 256;

    private final ChangeStream changes;
    private final JsonWriter json;
    private final Duration interval;
    private final Supplier<Optional<Problem>> refusal;

    /**
     * Events of changes.
     *
     * @param interval how long nothing may be written
     * @param refusal why the client may not listen any longer, asked once in each interval
     */
    EventStream(
            ChangeStream changes,
            JsonWriter json,
            Duration interval,
            Supplier<Optional<Problem>> refusal) {
        this.changes = changes;
        this.json = json;
        this.interval = interval;
        this.refusal = refusal;
    }

    /** Writes to a stream, which stays open. */
    void writeTo(OutputStream out) throws IOException {
        write(out, ": changes follow\n\n");
        out.flush();
        long checked = System.nanoTime();
        try {
            Optional<ChangePage> page = changes.next(PAGE, interval);
            while (page.isPresent()) {
                write(out, page.get());
                if (System.nanoTime() - checked >= interval.toNanos()) {
                    final Optional<Problem> refused = refusal.get();
                    if (refused.isPresent()) {
                        write(out, refused.get());
                        return;
                    }
                    checked = System.nanoTime();
                }
                page = changes.next(PAGE, interval);
            }
        } catch (LokiVectorException e) {
            write(out, Problem.of(e));
        }
    }

    private void write(OutputStream out, ChangePage page) throws IOException {
        for (final Change change : page.changes()) {
            write(out, "id: " + change.sequence() + "\nevent: change\ndata: ");
            json.write(ChangeJson.of(change), out);
            write(out, "\n\n");
        }
        if (page.changes().isEmpty() || page.last() > page.changes().getLast().sequence()) {
            write(out, "id: " + page.last() + "\n\n");
        }
        out.flush();
    }

    private void write(OutputStream out, Problem problem) throws IOException {
        write(out, "event: problem\ndata: ");
        json.write(Problems.body(problem, Optional.empty()), out);
        write(out, "\n\n");
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
