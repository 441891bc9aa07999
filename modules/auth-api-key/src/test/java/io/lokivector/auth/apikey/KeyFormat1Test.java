package io.lokivector.auth.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.spi.limit.RateLimit;
import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.Operation;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyFormat1Test {
    /** Written by the first release; it must be read for ever. */
    private static final String GOLDEN =
            "01"
                    + "d5b030f6efed6280851f52441cfde5c71840725f3f9a47f188697e9187dd8a04"
                    + "00086b65795f31323334"
                    + "00057573c3a972"
                    + "00046e616d65"
                    + "000974776f0a6c696e6573"
                    + "0000019b76daa87b"
                    + "000001a3185c5000"
                    + "8000000000000000"
                    + "0000019b76dc2ea0"
                    + "0002"
                    + "000773616c65735f2a"
                    + "0006707269636573"
                    + "05"
                    + "00000007"
                    + "000000000002bf20";

    private static final StoredKey STORED =
            new StoredKey(
                    new ApiKey(
                            "key_1234",
                            "usér",
                            "lvk_",
                            Instant.ofEpochMilli(1_767_225_600_123L),
                            Optional.of(Instant.ofEpochMilli(1_800_000_000_000L)),
                            Optional.empty(),
                            Optional.of(Instant.ofEpochMilli(1_767_225_700_000L)),
                            new Permissions(
                                    List.of("sales_*", "prices"),
                                    Set.of(Operation.READ, Operation.ADMIN),
                                    Optional.of(new RateLimit(7, Duration.ofMinutes(3)))),
                            "name",
                            "two\nlines"),
                    KeyHash.of(Secret.of("lvk_golden")));

    @Test
    void writesWhatEarlierReleasesWrote() throws IOException {
        assertEquals(GOLDEN, HexFormat.of().formatHex(KeyFormat1.encode(STORED)));
        assertEquals(STORED, KeyFormat1.decode(HexFormat.of().parseHex(GOLDEN)));
    }

    @Test
    void refusesEveryCutOffRecord() {
        final byte[] whole = KeyFormat1.encode(STORED);
        for (int length = 0; length < whole.length; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> KeyFormat1.decode(cut), "at " + length);
        }
        final byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThrows(IOException.class, () -> KeyFormat1.decode(longer));
    }

    @Test
    void namesTheVersionItDoesNotKnow() {
        final byte[] later = KeyFormat1.encode(STORED);
        later[0] = 2;
        final IOException thrown = assertThrows(IOException.class, () -> KeyFormat1.decode(later));
        assertTrue(String.valueOf(thrown.getMessage()).contains("version 2"));
    }

    @Test
    void hashesAreHidden() {
        assertEquals("KeyHash[hidden]", KeyHash.of(Secret.of("lvk_golden")).toString());
    }
}
