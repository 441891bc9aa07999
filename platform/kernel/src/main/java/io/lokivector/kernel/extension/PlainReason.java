package io.lokivector.kernel.extension;

import io.lokivector.spi.LokiVectorException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.BundleException;

/** Says in one plain sentence why somebody else's code failed. */
public final class PlainReason {
    private PlainReason() {}

    /** The sentence, as the end of one that begins with what was tried. */
    public static String of(Throwable failure) {
        final Throwable root = rootOf(failure);
        final String message = Objects.requireNonNullElse(root.getMessage(), "");
        return switch (root) {
            case final LokiVectorException known -> known.problem();
            case final UnsupportedClassVersionError _ ->
                    "it was compiled for a newer Java than " + Runtime.version().feature();
            case final ClassNotFoundException _ ->
                    "the class " + className(message) + " is missing";
            case final NoClassDefFoundError _ -> "the class " + className(message) + " is missing";
            case final NoSuchMethodError _ ->
                    "the method " + message + " is missing: it was built against another version";
            case final ClassFormatError _ -> "a class file in it is damaged: " + message;
            default -> root.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
        };
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        // Bounded, as a chain of causes may be a circle.
        for (int depth = 0; depth < 10; depth++) {
            final Throwable cause = root.getCause();
            final boolean isWrapper =
                    root instanceof ReflectiveOperationException
                            || root instanceof ExceptionInInitializerError
                            || root instanceof NoClassDefFoundError
                            || root instanceof BundleException
                            || root instanceof ExecutionException
                            || root.getClass().getName().startsWith("org.pf4j.");
            if (cause == null || !isWrapper) {
                break;
            }
            root = cause;
        }
        return root;
    }

    private static String className(String message) {
        final String name = message.replace('/', '.');
        final int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }
}
