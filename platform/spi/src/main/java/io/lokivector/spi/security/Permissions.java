package io.lokivector.spi.security;

import io.lokivector.spi.limit.RateLimit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a principal may reach.
 *
 * @param collections names or globs, in which {@code *} stands for any characters; {@code "*"}
 *     alone for all collections
 * @param operations what it may do there
 * @param rateLimit how often; empty for the server's default
 */
public record Permissions(
        List<String> collections, Set<Operation> operations, Optional<RateLimit> rateLimit) {

    public Permissions {
        collections = List.copyOf(collections);
        operations = Set.copyOf(operations);
    }

    /** Everything, everywhere. */
    public static Permissions all() {
        return new Permissions(List.of("*"), EnumSet.allOf(Operation.class), Optional.empty());
    }

    /** Whether it may do this; {@link Operation#ADMIN} includes everything. */
    public boolean allows(Operation operation) {
        return operations.contains(operation) || operations.contains(Operation.ADMIN);
    }

    /** Whether it reaches the collection of this name. */
    public boolean reaches(String collection) {
        for (final String glob : collections) {
            if (matches(glob, collection)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String glob, String name) {
        // Greedy with one point of return: linear in practice, at most |glob| * |name|.
        int g = 0;
        int n = 0;
        int star = -1;
        int afterStar = 0;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                afterStar = n;
            } else if (g < glob.length() && glob.charAt(g) == name.charAt(n)) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++afterStar;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
