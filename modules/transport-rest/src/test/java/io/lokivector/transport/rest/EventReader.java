package io.lokivector.transport.rest;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Change;
import io.lokivector.spi.request.ChangePage;
import io.lokivector.spi.request.ChangeStream;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonReader;
import io.lokivector.transport.rest.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Changes read from server-sent events as they arrive. */
final class EventReader implements ChangeStream {
    private final InputStream in;
    private final JsonReader json;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private long last;

    /** What arrived: an event, or only an id, or the end. */
    private record Event(String type, String data, long id, boolean isEnd) {}

    EventReader(InputStream in, JsonReader json) {
        this.in = in;
        this.json = json;
        Thread.ofVirtual().name("events").start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String type = "";
            String data = "";
            long id = -1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    events.add(new Event(type, data, id, false));
                    type = "";
                    data = "";
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
        } catch (IOException e) {
            // Whoever closed it knows.
        } finally {
            events.add(new Event("", "", -1, true));
        }
    }

    @Override
    public Optional<ChangePage> next(int limit, Duration atMost) {
        final long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                final Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    return Optional.of(page(List.of()));
                }
                if (event.isEnd()) {
                    events.add(event);
                    return Optional.empty();
                }
                last = Math.max(last, event.id());
                if (event.type().equals("change")) {
                    return Optional.of(page(List.of(WireReader.change(value(event)))));
                }
                if (event.type().equals("problem")) {
                    final Problem problem = WireReader.problem(JsonValue.objectIn(value(event)));
                    throw new LokiVectorException(
                            problem.code(), problem.message(), problem.details());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(Event event) {
        final byte[] bytes = event.data().getBytes(StandardCharsets.UTF_8);
        return json.read(bytes, 0, bytes.length);
    }

    private ChangePage page(List<Change> changes) {
        return new ChangePage(changes, 0, last, false);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
