package io.lokivector.kernel.configuration;

import io.lokivector.spi.schema.Property;
import java.time.Duration;
import java.util.Optional;

/** The HTTP port, who may reach it, and the bounds of what comes in. */
public record ServerSettings(
        @Property(
                        description =
                                "Address to listen on. Without it: 0.0.0.0, or 127.0.0.1 when"
                                        + " authentication is off.")
                Optional<String> host,
        @Property(
                        description = "Port of HTTP; 0 takes a free one.",
                        defaultValue = "4000",
                        min = 0,
                        max = 65535)
                int port,
        @Property(
                        description =
                                "Whether a server without authentication may listen on more than"
                                        + " the loopback address.",
                        defaultValue = "false")
                boolean allowOpenAccess,
        @Property(
                        description = "Most that a request's line and headers may have.",
                        defaultValue = "16KiB",
                        unit = "bytes",
                        min = 1024,
                        max = 1048576)
                int requestHeaderBytesMax,
        @Property(
                        description =
                                "Most that any request may send; a transport's own limit is"
                                        + " usually lower.",
                        defaultValue = "4GiB",
                        unit = "bytes",
                        min = 1024)
                long requestBodyBytesMax,
        @Property(
                        description = "How long a connection may be silent.",
                        defaultValue = "60s",
                        min = 1,
                        max = 3600)
                Duration idleTimeout,
        @Property(
                        description =
                                "How long a stop waits for requests under way before it cuts them"
                                        + " off.",
                        defaultValue = "20s",
                        min = 0,
                        max = 600)
                Duration drainTimeout) {}
