package io.lokivector.cli;

/** A command that ends with a sentence for people and an exit code for programs. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a command failed. */
    enum Kind {
        /** The server refused the request or failed at it, or something here did: 1. */
        FAILED(1),
        /** The command line itself is wrong: 2. */
        USAGE(2),
        /** No server answers at the address: 3. */
        UNREACHABLE(3),
        /** The key is missing, unknown, or not allowed to do this: 4. */
        NOT_ALLOWED(4);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    Failure(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
