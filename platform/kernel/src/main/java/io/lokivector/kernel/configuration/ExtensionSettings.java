package io.lokivector.kernel.configuration;

import io.lokivector.spi.schema.Property;
import java.nio.file.Path;
import java.time.Duration;

/** Where modules and plugins are found, and how they are watched. */
public record ExtensionSettings(
        @Property(
                        description = "Folder of the OSGi modules; relative to the home directory.",
                        defaultValue = "modules")
                Path modules,
        @Property(
                        description = "Folder of the plugins; relative to the home directory.",
                        defaultValue = "plugins")
                Path plugins,
        @Property(
                        description =
                                "How often both folders are looked at; a file counts once it has"
                                        + " not changed between two looks.",
                        defaultValue = "500ms",
                        min = 0.05,
                        max = 3600)
                Duration scanInterval,
        @Property(
                        description = "Largest module or plugin file that is read.",
                        defaultValue = "1GiB",
                        unit = "bytes",
                        min = 1024)
                long fileBytesMax,
        @Property(
                        description =
                                "How long the start of a module or plugin may take; one that takes"
                                        + " longer is quarantined.",
                        defaultValue = "10s",
                        min = 0.1,
                        max = 3600)
                Duration startTimeout) {}
