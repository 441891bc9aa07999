package io.lokivector.auth.apikey;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stored form of a key, version 1. Numbers are big-endian; {@code text} is a two-byte length
 * and modified UTF-8, as {@link DataOutputStream#writeUTF} writes it; {@code time} is eight bytes
 * of milliseconds since the epoch, the least number standing for none.
 *
 * <pre>
 * u8    version, 1
 * 32 B  SHA-256 of the key
 * text  id
 * text  user id
 * text  name
 * text  description
 * time  created at
 * time  expires at
 * time  revoked at
 * time  last used
 * u16   number of collection globs, then as many texts
 * u8    operations: 1 read, 2 write, 4 admin, added up
 * i32   rate limit, requests; 0 for none
 * i64   rate limit, window in milliseconds; 0 for none
 * </pre>
 *
 * The storage has checksums; this form has none of its own.
 */
final class KeyFormat1 {
    private static final int VERSION = 1;
    private static final long NO_TIME = Long.MIN_VALUE;

    private KeyFormat1() {}

    static byte[] encode(StoredKey stored) {
        final ApiKey key = stored.key();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(stored.hash().bytes());
            out.writeUTF(key.id());
            out.writeUTF(key.userId());
            out.writeUTF(key.name());
            out.writeUTF(key.description());
            out.writeLong(key.createdAt().toEpochMilli());
            writeTime(out, key.expiresAt());
            writeTime(out, key.revokedAt());
            writeTime(out, key.lastUsed());
            writePermissions(out, key.permissions());
        } catch (IOException e) {
            throw new UncheckedIOException("a key is too large to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void writeTime(DataOutputStream out, Optional<Instant> time) throws IOException {
        out.writeLong(time.map(Instant::toEpochMilli).orElse(NO_TIME));
    }

    private static void writePermissions(DataOutputStream out, Permissions permissions)
            throws IOException {
        out.writeShort(permissions.collections().size());
        for (final String glob : permissions.collections()) {
            out.writeUTF(glob);
        }
        int operations = 0;
        for (final Operation operation : permissions.operations()) {
            operations |= bitOf(operation);
        }
        out.writeByte(operations);
        out.writeInt(permissions.rateLimit().map(RateLimit::requests).orElse(0));
        out.writeLong(permissions.rateLimit().map(limit -> limit.window().toMillis()).orElse(0L));
    }

    /**
     * Reads a key.
     *
     * @throws IOException if the bytes are not of this form; the message says why
     */
    static StoredKey decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            final int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("it is of version " + version + ", and 1 is known");
            }
            final KeyHash hash = KeyHash.ofBytes(in.readNBytes(KeyHash.BYTES));
            final String id = in.readUTF();
            final String userId = in.readUTF();
            final String name = in.readUTF();
            final String description = in.readUTF();
            final Instant createdAt = Instant.ofEpochMilli(in.readLong());
            final Optional<Instant> expiresAt = readTime(in);
            final Optional<Instant> revokedAt = readTime(in);
            final Optional<Instant> lastUsed = readTime(in);
            final Permissions permissions = readPermissions(in);
            if (in.read() >= 0) {
                throw new IOException("something follows after its end");
            }
            return new StoredKey(
                    new ApiKey(
                            id,
                            userId,
                            KeyMint.PREFIX,
                            createdAt,
                            expiresAt,
                            revokedAt,
                            lastUsed,
                            permissions,
                            name,
                            description),
                    hash);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Optional<Instant> readTime(DataInputStream in) throws IOException {
        final long millis = in.readLong();
        return millis == NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Permissions readPermissions(DataInputStream in) throws IOException {
        final int count = in.readUnsignedShort();
        final List<String> globs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            globs.add(in.readUTF());
        }
        int bits = in.readUnsignedByte();
        final Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (final Operation operation : Operation.values()) {
            if ((bits & bitOf(operation)) != 0) {
                operations.add(operation);
                bits -= bitOf(operation);
            }
        }
        if (bits != 0) {
            throw new IOException("it names an operation that is not known");
        }
        final int requests = in.readInt();
        final long windowMillis = in.readLong();
        return new Permissions(
                globs,
                operations,
                requests == 0
                        ? Optional.empty()
                        : Optional.of(new RateLimit(requests, Duration.ofMillis(windowMillis))));
    }

    private static int bitOf(Operation operation) {
        return switch (operation) {
            case READ -> 1;
            case WRITE -> 2;
            case ADMIN -> 4;
        };
    }
}
