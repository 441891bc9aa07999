package io.lokivector.spi.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Changes that are applied together or not at all, in the order they were added.
 *
 * <p>The arrays given are kept, not copied: who adds them does not change them afterwards, and who
 * applies the batch does not either. Not thread-safe.
 */
public final class WriteBatch {
    /** The longest key, in bytes. */
    public static final int MAX_KEY_BYTES = 1024;

    /** The longest value, in bytes (64 MiB). */
    public static final int MAX_VALUE_BYTES = 64 * 1024 * 1024;

    /** The longest name of a space, in characters of {@code [a-zA-Z0-9/._-]}. */
    public static final int MAX_SPACE_LENGTH = 200;

    /** One change. */
    public sealed interface Write {
        /** The space it changes. */
        String space();
    }

    /** Sets the value of a key. */
    public record Put(String space, byte[] key, byte[] value) implements Write {}

    /** Removes a key, if it is there. */
    public record Delete(String space, byte[] key) implements Write {}

    /** Removes a space with all its keys, if it is there. */
    public record DropSpace(String space) implements Write {}

    private final List<Write> writes = new ArrayList<>();
    private String checkedSpace = "";

    /** An empty batch. */
    public WriteBatch() {}

    /** Adds the setting of a key. */
    public WriteBatch put(String space, byte[] key, byte[] value) {
        checkSpace(space);
        checkKey(key);
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("a value has at most " + MAX_VALUE_BYTES + " bytes");
        }
        writes.add(new Put(space, key, value));
        return this;
    }

    /** Adds the removal of a key. */
    public WriteBatch delete(String space, byte[] key) {
        checkSpace(space);
        checkKey(key);
        writes.add(new Delete(space, key));
        return this;
    }

    /** Adds the removal of a space. */
    public WriteBatch dropSpace(String space) {
        checkSpace(space);
        writes.add(new DropSpace(space));
        return this;
    }

    /** Adds all changes of another batch, which keeps them, too. */
    public WriteBatch addAll(WriteBatch other) {
        writes.addAll(other.writes);
        return this;
    }

    /** The changes in order, unmodifiable. */
    public List<Write> writes() {
        return Collections.unmodifiableList(writes);
    }

    private static void checkKey(byte[] key) {
        if (key.length == 0 || key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_BYTES + " bytes");
        }
    }

    private void checkSpace(String space) {
        // Many writes in a row go to one space.
        if (space.equals(checkedSpace) && !space.isEmpty()) {
            return;
        }
        if (!isSpace(space)) {
            throw new IllegalArgumentException(
                    "a space is named by 1 to "
                            + MAX_SPACE_LENGTH
                            + " letters, digits and / . _ -, not '"
                            + space
                            + "'");
        }
        checkedSpace = space;
    }

    private static boolean isSpace(String space) {
        for (int i = 0; i < space.length(); i++) {
            if (!isSpaceCharacter(space.charAt(i))) {
                return false;
            }
        }
        return !space.isEmpty() && space.length() <= MAX_SPACE_LENGTH;
    }

    private static boolean isSpaceCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '/'
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
