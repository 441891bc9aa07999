package io.lokivector.transport.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.engine.LokiVector;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import io.lokivector.tck.engine.EngineTck;
import io.lokivector.transport.rest.RestServer.Reply;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's suite, through HTTP: the wire loses nothing that the suite can see. */
class EngineOverRestTest extends EngineTck {
    @TempDir private static Path directory;

    private static LokiVector database;
    private static RestServer server;
    private static RestClient client;

    @BeforeAll
    static void open() throws Exception {
        database = LokiVector.open(directory);
        server = new RestServer(new RestConfig("/", true, 64L << 20, 256));
        server.script(request -> execute(database, request));
        client = new RestClient(server.address(), server.http);
    }

    @AfterAll
    static void close() {
        server.close();
        database.close();
    }

    static Outcome<?> execute(LokiVector database, Request<?> request) {
        try {
            return switch (request) {
                case final OnCollection<?> onCollection -> answered(database.execute(onCollection));
                case final ChangeRequest<?> onChanges ->
                        answered(database.execute(onChanges, _ -> true));
                case ServerRequest.ListCollections _ -> answered(database.collections());
                default ->
                        RestServer.refused(
                                ErrorCode.BAD_REQUEST, "no engine answers " + request.name());
            };
        } catch (LokiVectorException e) {
            return new Outcome.Refused<>(Problem.of(e), Optional.empty());
        }
    }

    private static <R> Outcome<R> answered(R value) {
        return RestServer.answered(value);
    }

    @Override
    protected RequestHandler handler() {
        return client;
    }

    @Test
    void anImportWithABadLineNamesItAndCountsWhatIsKept() throws Exception {
        database.createCollection("halfway");
        final Reply reply =
                server.post(
                        "/collections/halfway/import",
                        "{\"a\":1}\n".repeat(1_500) + "\n{\"a\":\n" + "{\"a\":2}\n",
                        "Content-Type",
                        "application/x-ndjson");
        assertEquals(400, reply.status(), reply.body());
        final Map<?, ?> problem = (Map<?, ?>) reply.json();
        final String message = String.valueOf(problem.get("error"));
        assertTrue(message.startsWith("line 1502: "), message);
        assertTrue(
                message.endsWith("; the first 1000 documents were imported, none after"), message);
        final Map<?, ?> details = (Map<?, ?>) problem.get("details");
        assertEquals(1_502L, details.get("line"));
        assertEquals(1_000L, details.get("imported"));
        assertEquals(1_000, database.collection("halfway").count());
    }
}
