package io.lokivector.engine.collection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is told to do by its options, and may be told otherwise.
 *
 * @param ttlMs how long after their last change documents are removed, in milliseconds; 0 for never
 * @param ttlIntervalMs how often it is looked for these, in milliseconds; 0 for as often as fits
 *     the {@code ttlMs}
 * @param recording what the changes feed tells of documents
 * @param createdAfter the sequence number of the newest change when the collection was made; those
 *     before are of an older collection that had its number
 * @param flushedTo the sequence number up to which its changes were flushed
 */
record CollectionSettings(
        long ttlMs,
        long ttlIntervalMs,
        ChangeRecording recording,
        long createdAfter,
        long flushedTo) {
    /** The family under which they are attached to the definition. */
    static final String FAMILY = "settings";

    private static final long SHORTEST_WANTED_MS = 100;
    private static final long SHORTEST_INTERVAL_MS = 1_000;
    private static final long LONGEST_INTERVAL_MS = 60_000;

    /** Nothing removes documents, and the feed tells no more than which they are. */
    static CollectionSettings initial(long createdAfter) {
        return new CollectionSettings(0, 0, ChangeRecording.REFERENCES, createdAfter, createdAfter);
    }

    /** Of what was attached to a definition. */
    static CollectionSettings of(Map<String, @Nullable Object> attached) {
        return attached.isEmpty()
                ? initial(0)
                : new CollectionSettings(
                        number(attached, "ttlMs"),
                        number(attached, "ttlIntervalMs"),
                        ChangeRecording.valueOf(String.valueOf(attached.get("recording"))),
                        number(attached, "createdAfter"),
                        number(attached, "flushedTo"));
    }

    private static long number(Map<String, @Nullable Object> attached, String name) {
        return attached.get(name) instanceof final Number number ? number.longValue() : 0;
    }

    /** What to attach to the definition. */
    Map<String, @Nullable Object> toAttachment() {
        return Map.of(
                "ttlMs", ttlMs,
                "ttlIntervalMs", ttlIntervalMs,
                "recording", recording.name(),
                "createdAfter", createdAfter,
                "flushedTo", flushedTo);
    }

    /** Whether documents are removed by and by. */
    boolean hasTtl() {
        return ttlMs > 0;
    }

    /** How often it is looked for documents to remove. */
    long sweepIntervalMs() {
        return ttlIntervalMs > 0
                ? Math.max(SHORTEST_WANTED_MS, ttlIntervalMs)
                : Math.clamp(ttlMs / 10, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS);
    }

    /** After the options that are given. */
    CollectionSettings with(CollectionOptions given) {
        return new CollectionSettings(
                given.ttl().orElse(ttlMs),
                given.ttlInterval().orElse(ttlIntervalMs),
                recording(given),
                createdAfter,
                flushedTo);
    }

    private ChangeRecording recording(CollectionOptions given) {
        final boolean isOn =
                given.disableChangesApi()
                        .map(disabled -> !disabled)
                        .orElse(recording != ChangeRecording.REFERENCES);
        final boolean hasDeltas =
                given.disableDeltaChangesApi()
                        .map(disabled -> !disabled)
                        .orElse(recording == ChangeRecording.DELTAS);
        if (!isOn) {
            return ChangeRecording.REFERENCES;
        }
        return hasDeltas ? ChangeRecording.DELTAS : ChangeRecording.DOCUMENTS;
    }

    CollectionSettings flushedTo(long sequence) {
        return new CollectionSettings(
                ttlMs, ttlIntervalMs, recording, createdAfter, Math.max(flushedTo, sequence));
    }

    /** As clients see them: the options that are not as they are by themselves. */
    Map<String, Object> toOptions() {
        final Map<String, Object> options = new LinkedHashMap<>();
        if (hasTtl()) {
            options.put("ttl", ttlMs);
            options.put("ttlInterval", sweepIntervalMs());
        }
        if (recording != ChangeRecording.REFERENCES) {
            options.put("disableChangesApi", false);
        }
        if (recording == ChangeRecording.DELTAS) {
            options.put("disableDeltaChangesApi", false);
        }
        return options;
    }
}
