package io.lokivector.engine;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.util.Optional;

/** The shortest way into an engine: no keys, no limits. */
record EngineHandler(Engine engine) implements RequestHandler {
    @Override
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        if (!(request instanceof final OnCollection<R> onCollection)) {
            throw new IllegalArgumentException("not about a collection: " + request.name());
        }
        try {
            return new Outcome.Answered<>(engine.execute(onCollection), Optional.empty());
        } catch (LokiVectorException e) {
            return new Outcome.Refused<>(Problem.of(e), Optional.empty());
        }
    }
}
