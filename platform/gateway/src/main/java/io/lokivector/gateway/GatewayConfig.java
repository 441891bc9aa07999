package io.lokivector.gateway;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.schema.Property;
import java.time.Duration;
import java.util.List;

/** What an operator decides about the gateway. */
public record GatewayConfig(
        @Property(
                        description =
                                "Whether requests must prove who they come from; if not, everyone"
                                        + " may do everything, and nobody is limited.",
                        defaultValue = "true")
                boolean authenticationEnabled,
        @Property(
                        description =
                                "The types of the authenticators, asked in this order until one"
                                        + " knows the credentials.",
                        defaultValue = "api-key")
                List<String> authenticators,
        @Property(
                        description = "Whether keys are limited in how often they may ask.",
                        defaultValue = "true")
                boolean rateLimitEnabled,
        @Property(
                        description = "The type of the rate limiter.",
                        defaultValue = "fixed-window",
                        min = 1,
                        max = 64)
                String rateLimiter,
        @Property(
                        description =
                                "How many requests of one kind a key may make in a window, unless"
                                        + " the key has a limit of its own.",
                        defaultValue = "1000",
                        min = 1)
                int rateLimitRequests,
        @Property(
                        description = "The window of that limit.",
                        defaultValue = "1h",
                        min = 1,
                        max = 31_536_000)
                Duration rateLimitWindow,
        @Property(
                        description =
                                "How many failed authentications one address may make in a minute"
                                        + " before it is told to wait.",
                        defaultValue = "600",
                        min = 1)
                int failedAuthenticationsPerMinute,
        @Property(
                        description =
                                "How many requests are carried out at the same time; the others"
                                        + " wait for admissionTimeout and are then refused.",
                        defaultValue = "512",
                        min = 1,
                        max = 100_000)
                int maxConcurrentRequests,
        @Property(
                        description = "How long a request waits for its turn when all are taken.",
                        defaultValue = "2s",
                        min = 0,
                        max = 60)
                Duration admissionTimeout) {
    public GatewayConfig {
        authenticators = List.copyOf(authenticators);
    }

    /** The limit of keys that have none of their own. */
    RateLimit defaultRateLimit() {
        return new RateLimit(rateLimitRequests, rateLimitWindow);
    }
}
