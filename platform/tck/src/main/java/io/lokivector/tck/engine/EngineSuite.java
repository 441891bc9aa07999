package io.lokivector.tck.engine;

import io.lokivector.spi.request.Request;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.Outcome;
import io.lokivector.spi.transport.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What all parts of the engine's suite share: the way in, and a name of one's own. */
abstract class EngineSuite {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    String name = "";
    EngineClient client = new EngineClient(EngineSuite::nobody, Credentials.none());

    private static <R> Outcome<R> nobody(Call call, Request<R> request) {
        throw new IllegalStateException("not set up");
    }

    /** The way into the engine. */
    protected abstract RequestHandler handler();

    /** What the requests show; may do everything. */
    protected Credentials credentials() {
        return Credentials.none();
    }

    /** An exact vector index type that is there. */
    protected String exactIndexType() {
        return "flat";
    }

    /** A vector index type that is there and is a graph. */
    protected String graphIndexType() {
        return "hnsw";
    }

    @BeforeEach
    void connect() {
        client = new EngineClient(handler(), credentials());
        name = "tck-" + NUMBER.incrementAndGet() + "-" + System.nanoTime();
    }

    static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    static Object meta(Map<String, @Nullable Object> document, String key) {
        if (document.get("meta") instanceof final Map<?, ?> meta && meta.get(key) != null) {
            return meta.get(key);
        }
        throw new AssertionError("no meta." + key + " in " + document);
    }
}
