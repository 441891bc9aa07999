package io.lokivector.transport.rest;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys as clients see them; times are epoch milliseconds. */
final class KeyJson {
    private static final Map<String, Long> UNITS = units();

    private KeyJson() {}

    static Map<String, @Nullable Object> of(ApiKey key) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("userId", key.userId());
        json.put("prefix", key.prefix());
        json.put("createdAt", key.createdAt().toEpochMilli());
        json.put("expiresAt", millis(key.expiresAt()));
        json.put("revokedAt", millis(key.revokedAt()));
        json.put("lastUsed", millis(key.lastUsed()));
        json.put("permissions", permissions(key.permissions()));
        final Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", key.name());
        metadata.put("description", key.description());
        json.put("metadata", metadata);
        return json;
    }

    private static Map<String, @Nullable Object> permissions(Permissions permissions) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("collections", permissions.collections());
        json.put(
                "operations",
                permissions.operations().stream().sorted().map(Operation::wireName).toList());
        json.put("rateLimit", permissions.rateLimit().map(KeyJson::limit).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> limit(RateLimit limit) {
        final Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("requests", limit.requests());
        json.put("window", written(limit.window()));
        return json;
    }

    /** A window in the largest unit that gives a whole number. */
    static String written(Duration window) {
        final long millis = window.toMillis();
        for (final Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (millis % unit.getValue() == 0) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        return millis + "ms";
    }

    private static Map<String, Long> units() {
        final Map<String, Long> units = new LinkedHashMap<>();
        units.put("w", Duration.ofDays(7).toMillis());
        units.put("d", Duration.ofDays(1).toMillis());
        units.put("h", Duration.ofHours(1).toMillis());
        units.put("m", Duration.ofMinutes(1).toMillis());
        units.put("s", Duration.ofSeconds(1).toMillis());
        return units;
    }

    private static @Nullable Long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }
}
