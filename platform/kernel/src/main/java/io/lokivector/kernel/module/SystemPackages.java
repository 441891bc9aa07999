package io.lokivector.kernel.module;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The packages that bundles share with the platform.
 *
 * <p>Taken from the {@code Export-Package} headers of the platform's own jars, so that their
 * versions are right by themselves.
 */
final class SystemPackages {
    /** What bundles may see: contracts, and the libraries those contracts speak of. */
    private static final List<String> SHARED =
            List.of(
                    "io.lokivector.spi",
                    "io.lokivector.http",
                    "jakarta.servlet",
                    "org.jspecify",
                    "org.slf4j");

    private SystemPackages() {}

    /**
     * The value of {@code org.osgi.framework.system.packages}: what the JDK exports. The
     * framework's own default would add every library of the kernel.
     */
    static String ofJdk() {
        return ModuleLayer.boot().configuration().modules().stream()
                .filter(SystemPackages::isOfJdk)
                .flatMap(module -> module.reference().descriptor().exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static boolean isOfJdk(ResolvedModule module) {
        return module.reference()
                .location()
                .filter(location -> "jrt".equals(location.getScheme()))
                .isPresent();
    }

    /** The value of {@code org.osgi.framework.system.packages.extra}: what the platform shares. */
    static String ofPlatform() {
        final List<String> headers = new ArrayList<>();
        for (final String name : SHARED) {
            ModuleLayer.boot()
                    .findModule(name)
                    .flatMap(SystemPackages::exportsOf)
                    .ifPresent(headers::add);
        }
        return String.join(",", headers);
    }

    private static Optional<String> exportsOf(Module module) {
        try (@Nullable InputStream bytes = module.getResourceAsStream("META-INF/MANIFEST.MF")) {
            if (bytes == null) {
                return Optional.empty();
            }
            final Attributes manifest = new Manifest(bytes).getMainAttributes();
            return Optional.ofNullable(manifest.getValue("Export-Package"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
