package io.lokivector.auth.apikey;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.security.Secret;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes keys and their ids, and knows what a key looks like. */
final class KeyMint {
    static final String PREFIX = "lvk_";

    /** No key is longer, so that nobody can make us hash megabytes. */
    static final int MAX_LENGTH = 256;

    private static final String ID_PREFIX = "key_";
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final int CHOSEN_LENGTH_MIN = 24;
    private static final Pattern CHOSEN_FORM =
            Pattern.compile(
                    PREFIX
                            + "[A-Za-z0-9_-]{"
                            + CHOSEN_LENGTH_MIN
                            + ","
                            + (MAX_LENGTH - PREFIX.length())
                            + "}");

    private final RandomGenerator random;

    /**
     * A mint.
     *
     * @param random cryptographically strong, except in tests
     */
    KeyMint(RandomGenerator random) {
        this.random = random;
    }

    Secret newSecret() {
        return Secret.of(PREFIX + randomHex(SECRET_BYTES));
    }

    String newId() {
        return ID_PREFIX + randomHex(ID_BYTES);
    }

    private String randomHex(int bytes) {
        final byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** Whether a client means this to be one of our keys. */
    static boolean looksLikeKey(Secret secret) {
        return secret.reveal().startsWith(PREFIX);
    }

    static boolean isTooLong(Secret secret) {
        return secret.reveal().length() > MAX_LENGTH;
    }

    /** Throws if a secret that an operator chose could be guessed, or not be sent in a header. */
    static void checkChosen(Secret secret) {
        if (!CHOSEN_FORM.matcher(secret.reveal()).matches()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "The administrator's key must be '"
                            + PREFIX
                            + "' followed by "
                            + CHOSEN_LENGTH_MIN
                            + " to "
                            + (MAX_LENGTH - PREFIX.length())
                            + " random letters, digits, '-' or '_', for example the output of:"
                            + " echo "
                            + PREFIX
                            + "$(openssl rand -hex 32)");
        }
    }
}
