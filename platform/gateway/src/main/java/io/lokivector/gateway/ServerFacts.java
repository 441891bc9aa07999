package io.lokivector.gateway;

import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.HealthReport;
import io.lokivector.spi.request.ServerRequest.MetricsReport;
import io.lokivector.spi.request.ServerRequest.StatusReport;
import java.util.List;
import java.util.function.Predicate;

/** What the server knows about itself, for the requests that ask. Thread-safe. */
public interface ServerFacts {
    /** What server this is, with the collections that the caller may see. */
    StatusReport status(List<String> visibleCollections);

    /** How the server is; the gateway adds by itself that it is draining. */
    HealthReport health();

    /** All measurements; of single collections, those of the ones that the caller may see. */
    MetricsReport metrics(Predicate<String> isVisible);

    /** All modules and plugins. */
    List<ExtensionInfo> extensions();
}
