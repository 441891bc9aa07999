package io.lokivector.transport.rest;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.AdviceOptions;
import io.lokivector.spi.request.AdviceRun;
import io.lokivector.spi.request.CollectionRequest.AdviseIndex;
import io.lokivector.spi.request.IndexAdvice;
import io.lokivector.spi.transport.Problem;
import io.lokivector.transport.rest.json.JsonValue;
import io.lokivector.transport.rest.json.JsonWriter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Advice on the options of a vector index.
 *
 * <p>It takes up to minutes, so the answer begins before it is known: each second an empty line is
 * sent, which JSON allows before a value. So neither end takes the other for dead, and a client
 * that has left is noticed.
 */
@Path("collections/{name}/index/{field}/advise")
@Singleton
public final class AdviceResource {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final Dispatcher dispatcher;
    private final JsonWriter writer;

    /** Made by Jersey, once. */
    @Inject
    public AdviceResource(Dispatcher dispatcher, JsonWriter writer) {
        this.dispatcher = dispatcher;
        this.writer = writer;
    }

    /** Tries options on a sample, and tells what they cost and bring. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response advise(
            @PathParam("name") String collection,
            @PathParam("field") String field,
            JsonValue body) {
        return dispatcher.ask(
                new AdviseIndex(collection, field, Body.of(AdviceOptions.class, body)),
                this::answer);
    }

    /** What is known at once, or fails at once, is answered as anywhere else. */
    private ResponseBuilder answer(AdviceRun run) {
        boolean isOver = true;
        try {
            final Optional<IndexAdvice> advice = run.await(SIGN_OF_LIFE);
            isOver = advice.isPresent();
            return isOver
                    ? Response.ok(new JsonValue(AdviceJson.of(advice.orElseThrow())))
                    : Response.ok(later(run), MediaType.APPLICATION_JSON_TYPE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            if (isOver) {
                run.close();
            }
        }
    }

    private StreamingOutput later(AdviceRun run) {
        return out -> {
            try (run) {
                write(run, out);
            } catch (IOException | RuntimeException e) {
                if (!dispatcher.exchange().breaksOff(e)) {
                    throw e;
                }
            }
        };
    }

    private void write(AdviceRun run, OutputStream out) throws IOException {
        try {
            Optional<IndexAdvice> advice = Optional.empty();
            while (advice.isEmpty()) {
                out.write('\n');
                out.flush();
                advice = run.await(SIGN_OF_LIFE);
            }
            writer.write(AdviceJson.of(advice.get()), out);
        } catch (LokiVectorException e) {
            // The status is sent already; the body says the same as it would have.
            writer.write(
                    Problems.body(Problem.of(e), Optional.empty(), dispatcher.exchange().call()),
                    out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
