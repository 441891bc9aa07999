package io.lokivector.auth.apikey;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.storage.DurableMap;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All keys: in memory for every request, and in the database for good.
 *
 * <p>Lookups take no lock. Changes must be made by one thread at a time, and reach the database
 * before they reach memory: what a caller was told holds after a crash.
 */
final class KeyRing {
    private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());

    private static final Comparator<HeldKey> OLDEST_FIRST =
            Comparator.comparing((HeldKey held) -> held.stored().key().createdAt())
                    .thenComparing(held -> held.stored().key().id());

    private final DurableMap store;
    private final int maxKeys;
    private final ConcurrentMap<String, HeldKey> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<KeyHash, HeldKey> byHash = new ConcurrentHashMap<>();
    private final int unreadable;

    private KeyRing(DurableMap store, int maxKeys, Map<String, byte[]> entries) {
        this.store = store;
        this.maxKeys = maxKeys;
        int failed = 0;
        for (final var entry : entries.entrySet()) {
            try {
                hold(KeyFormat1.decode(entry.getValue()));
            } catch (IOException e) {
                failed++;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "The stored API key {0} cannot be read, and lets nobody in: {1}",
                        entry.getKey(),
                        e.getMessage());
            }
        }
        this.unreadable = failed;
    }

    /** Reads all keys. One that is damaged is reported and left where it is. */
    static KeyRing open(DurableMap store, int maxKeys) {
        return new KeyRing(store, maxKeys, store.entries());
    }

    /** Whether there has never been a key, not even one that cannot be read any more. */
    boolean isUnused() {
        return byId.isEmpty() && unreadable == 0;
    }

    @Nullable HeldKey byHash(KeyHash hash) {
        return byHash.get(hash);
    }

    Optional<HeldKey> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<HeldKey> all() {
        return byId.values().stream().sorted(OLDEST_FIRST).toList();
    }

    boolean hasId(String id) {
        return byId.containsKey(id);
    }

    /** Adds a key; makes room for it if it must and can. */
    void add(StoredKey stored) {
        if (byId.size() >= maxKeys) {
            makeRoom();
        }
        put(stored);
    }

    private void makeRoom() {
        final HeldKey oldest =
                byId.values().stream()
                        .filter(held -> held.stored().isRevoked())
                        .min(Comparator.comparing(KeyRing::revokedAt))
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.CONFLICT,
                                        "There are "
                                                + maxKeys
                                                + " API keys, which is the limit; revoke"
                                                + " some, or raise maxKeys"));
        final StoredKey gone = oldest.stored();
        store.remove(gone.key().id());
        byId.remove(gone.key().id());
        byHash.remove(gone.hash());
    }

    private static Instant revokedAt(HeldKey held) {
        return held.stored().key().revokedAt().orElse(Instant.MAX);
    }

    /** Adds a key, or replaces the one of the same id. */
    void put(StoredKey stored) {
        store.put(stored.key().id(), KeyFormat1.encode(stored));
        hold(stored);
    }

    private void hold(StoredKey stored) {
        final ApiKey key = stored.key();
        final @Nullable HeldKey held = byId.get(key.id());
        if (held == null) {
            final HeldKey added = new HeldKey(stored);
            byId.put(key.id(), added);
            byHash.put(stored.hash(), added);
            return;
        }
        final KeyHash before = held.stored().hash();
        held.replace(stored);
        if (!before.equals(stored.hash())) {
            byHash.remove(before);
            byHash.put(stored.hash(), held);
        }
    }
}
