package io.lokivector.engine;

import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ChangeRequest;
import io.lokivector.spi.request.OnCollection;
import io.lokivector.spi.request.Request;
import io.lokivector.spi.request.ServerRequest;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.Problem;
import io.lokivector.spi.transport.RequestHandler;
import java.util.Optional;

/** The shortest way into an engine: no keys, no limits. */
record EngineHandler(Engine engine) implements RequestHandler {
    @Override
    @SuppressWarnings("unchecked") // a list of collections is what is asked for
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        try {
            return new Outcome.Answered<>(
                    switch (request) {
                        case final OnCollection<R> onCollection -> engine.execute(onCollection);
                        case final ChangeRequest<R> onChanges ->
                                engine.execute(onChanges, _ -> true);
                        case ServerRequest.ListCollections _ -> (R) engine.collections();
                        default ->
                                throw new IllegalArgumentException(
                                        "not for an engine: " + request.name());
                    },
                    Optional.empty());
        } catch (LokiVectorException e) {
            return new Outcome.Refused<>(Problem.of(e), Optional.empty());
        }
    }
}
