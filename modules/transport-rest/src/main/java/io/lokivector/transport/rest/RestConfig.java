package io.lokivector.transport.rest;

import io.lokivector.spi.schema.Property;

/**
 * How the REST API is served.
 *
 * @param path under which path of the server's HTTP port
 * @param allowQueryKey whether a key is taken from {@code ?apiKey=}
 * @param maxBodyBytes the largest body, and the longest line of an import
 * @param maxJsonDepth how many lists and objects may stand inside each other
 */
public record RestConfig(
        @Property(
                        description = "The path of the HTTP port under which the API is served.",
                        defaultValue = "/")
                String path,
        @Property(
                        description =
                                "Whether a key may be given as ?apiKey=, where proxies and browsers"
                                        + " may keep it.",
                        defaultValue = "true")
                boolean allowQueryKey,
        @Property(
                        description = "The largest body, and the longest line of an import.",
                        defaultValue = "64MiB",
                        unit = "bytes",
                        min = 1024,
                        max = 1L << 30)
                long maxBodyBytes,
        @Property(
                        description = "How many lists and objects may stand inside each other.",
                        defaultValue = "256",
                        min = 8,
                        max = 1000)
                int maxJsonDepth) {
    public RestConfig {
        if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "path must begin with / and not end with it, not '" + path + "'");
        }
    }
}
