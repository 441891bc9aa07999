package io.lokivector.spi.security;

import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
public enum Operation {
    /** Look at documents. */
    READ,
    /** Change documents, collections and indexes. */
    WRITE,
    /** Manage keys, extensions and the server; includes the other two. */
    ADMIN;

    /** The name on the wire: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation of a wire name. */
    public static Optional<Operation> ofWireName(String name) {
        for (final Operation operation : values()) {
            if (operation.wireName().equals(name)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
