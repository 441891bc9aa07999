package io.lokivector.auth.apikey;

import io.lokivector.spi.schema.Property;

/** What an operator decides about API keys. */
public record ApiKeyConfig(
        @Property(
                        description =
                                "How many keys there may be, revoked ones included; beyond it the"
                                        + " key revoked longest ago makes room for a new one.",
                        defaultValue = "10000",
                        min = 1,
                        max = 100_000)
                int maxKeys) {}
