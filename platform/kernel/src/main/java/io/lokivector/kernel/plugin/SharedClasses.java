package io.lokivector.kernel.plugin;

import java.util.List;

/**
 * What plugins share with the platform: the JDK, and the contracts.
 *
 * <p>The libraries of the kernel are not visible, so that a plugin that forgot one of its own fails
 * at once and everywhere, and not with the next version of the kernel.
 */
final class SharedClasses extends ClassLoader {
    private static final List<String> PREFIXES =
            List.of(
                    "io.lokivector.spi.",
                    "io.lokivector.http.",
                    "jakarta.servlet.",
                    "org.jspecify.",
                    "org.pf4j.",
                    "org.slf4j.");

    private final ClassLoader platform;

    /** Shares out of the loader of the kernel's modules. */
    SharedClasses(ClassLoader platform) {
        super("lokivector-shared", ClassLoader.getPlatformClassLoader());
        this.platform = platform;
    }

    /** Whether a class is always the platform's, even if a plugin brings one of that name. */
    static boolean areShared(String className) {
        return PREFIXES.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (areShared(name)) {
            return platform.loadClass(name);
        }
        final Class<?> found = super.loadClass(name, resolve);
        // The JDK's own loader knows the modules of the application as well.
        if (isOfThePlatform(found)) {
            throw new ClassNotFoundException(name);
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // A loader is itself and nobody else.
    private boolean isOfThePlatform(Class<?> type) {
        return type.getClassLoader() == platform;
    }
}
