package io.lokivector.kernel.configuration;

import io.lokivector.engine.configuration.EngineConfig;
import io.lokivector.gateway.GatewayConfig;
import io.lokivector.spi.schema.Property;
import io.lokivector.spi.security.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel itself is told; every component has a section of its own beside this.
 *
 * @param dataDirectory where the database rests
 */
public record KernelConfiguration(
        @Property(
                        description =
                                "Folder of the database; relative to the working directory. One"
                                        + " process at a time.",
                        defaultValue = "data")
                Path dataDirectory,
        @Property(description = "The HTTP port and who may reach it.") ServerSettings server,
        @Property(description = "What is logged.") LogSettings log,
        @Property(description = "Where modules and plugins are found.")
                ExtensionSettings extensions,
        @Property(description = "Where documents rest.") StorageSettings storage,
        @Property(description = "How the database engine works, and its limits.")
                EngineConfig engine,
        @Property(description = "Who may do what, and how often.") GatewayConfig gateway,
        @Property(
                        description =
                                "The administrator's key. Without it one is made at the first"
                                        + " start and shown once.",
                        secret = true)
                Optional<Secret> adminKey,
        @Property(description = "The authenticators, each with a section named by its type.")
                Map<String, Object> authenticators,
        @Property(description = "The rate limiters, each with a section named by its type.")
                Map<String, Object> rateLimiters,
        @Property(description = "The ways in, each with a section named by its type.")
                Map<String, Object> transports) {}
