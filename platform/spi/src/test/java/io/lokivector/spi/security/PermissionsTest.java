package io.lokivector.spi.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "orders, orders, true",
        "orders, orders2, false",
        "orders, Orders, false",
        "order*, orders, true",
        "order*, order, true",
        "*s, orders, true",
        "a*b*c, aXbYc, true",
        "a*b*c, aXcYb, false",
        "a*b*c, abbbbc, true",
        "tenant-1.*, tenant-1.x, true",
        "tenant-1.*, tenant-11x, false",
        "'', orders, false"
    })
    void globReachesTheNamesItMatches(String glob, String name, boolean reaches) {
        final Permissions permissions =
                new Permissions(List.of(glob), Set.of(Operation.READ), Optional.empty());
        assertEquals(reaches, permissions.reaches(name));
    }

    @Test
    void adminIncludesReadingAndWriting() {
        final Permissions admin =
                new Permissions(List.of("*"), Set.of(Operation.ADMIN), Optional.empty());
        assertTrue(admin.allows(Operation.READ));
        assertTrue(admin.allows(Operation.WRITE));
    }

    @Test
    void writingDoesNotIncludeReading() {
        final Permissions writer =
                new Permissions(List.of("*"), Set.of(Operation.WRITE), Optional.empty());
        assertFalse(writer.allows(Operation.READ));
        assertFalse(writer.allows(Operation.ADMIN));
    }

    @Test
    void secretDoesNotShowItself() {
        assertEquals("Secret[hidden]", Secret.of("lvk_abc").toString());
        assertFalse(Credentials.ofApiKey("lvk_abc").toString().contains("abc"));
    }
}
