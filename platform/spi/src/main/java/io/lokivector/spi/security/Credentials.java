package io.lokivector.spi.security;

import java.util.Optional;

/**
 * What a client showed to prove who it is.
 *
 * @param apiKey from {@code X-API-Key}, the {@code apiKey} query parameter, or an {@code auth}
 *     frame
 * @param bearer from {@code Authorization: Bearer}
 */
public record Credentials(Optional<Secret> apiKey, Optional<Secret> bearer) {
    private static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    /** Nothing was shown. */
    public static Credentials none() {
        return NONE;
    }

    /** An API key was shown. */
    public static Credentials ofApiKey(String key) {
        return new Credentials(Optional.of(Secret.of(key)), Optional.empty());
    }

    /** A bearer token was shown. */
    public static Credentials ofBearer(String token) {
        return new Credentials(Optional.empty(), Optional.of(Secret.of(token)));
    }

    /** Whether nothing was shown. */
    public boolean isEmpty() {
        return apiKey.isEmpty() && bearer.isEmpty();
    }
}
