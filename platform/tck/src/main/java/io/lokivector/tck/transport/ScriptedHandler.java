package io.lokivector.tck.transport;

import io.lokivector.spi.request.Request;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.RequestHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A handler that keeps what it is asked, and answers as the test says. */
final class ScriptedHandler implements RequestHandler {
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Function<Request<?>, Outcome<?>> script;

    /** A request that arrived. */
    record Asked(Call call, Request<?> request) {}

    ScriptedHandler(Function<Request<?>, Outcome<?>> script) {
        this.script = script;
    }

    void answer(Function<Request<?>, Outcome<?>> script) {
        this.script = script;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    int underWay() {
        return underWay.get();
    }

    @Override
    @SuppressWarnings("unchecked") // the script answers what the request asks for
    public <R> Outcome<R> handle(Call call, Request<R> request) {
        underWay.incrementAndGet();
        try {
            asked.add(new Asked(call, request));
            return (Outcome<R>) script.apply(request);
        } finally {
            underWay.decrementAndGet();
        }
    }
}
