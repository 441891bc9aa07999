package io.lokivector.auth.apikey;

import io.lokivector.spi.security.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a key, which is all that is kept of it.
 *
 * <p>One fast round without salt is right here and would be wrong for passwords: a key has 256
 * random bits, so there is nothing to guess, and every request pays for it. Compares in constant
 * time; shows nothing.
 */
final class KeyHash {
    static final int BYTES = 32;

    private final byte[] bytes;

    private KeyHash(byte[] bytes) {
        this.bytes = bytes;
    }

    static KeyHash of(Secret secret) {
        try {
            return new KeyHash(
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of these {@value #BYTES} bytes, which are copied. */
    static KeyHash ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        return new KeyHash(bytes.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof final KeyHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0] << 24
                | (bytes[1] & 0xff) << 16
                | (bytes[2] & 0xff) << 8
                | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return "KeyHash[hidden]";
    }
}
