package io.lokivector.storage.file;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of all spaces at one moment, with the locations of their values. Immutable. */
final class Directory {
    static final Directory EMPTY = new Directory(new String[0], new KeyTree[0]);

    private final String[] names;
    private final KeyTree[] trees;

    private Directory(String[] names, KeyTree[] trees) {
        this.names = names;
        this.trees = trees;
    }

    /** The names of the spaces that have keys, sorted. */
    List<String> spaces() {
        return List.of(names);
    }

    KeyTree space(String name) {
        final int index = Arrays.binarySearch(names, name);
        return index < 0 ? KeyTree.EMPTY : trees[index];
    }

    /** This directory with the keys of one space replaced. */
    Directory with(String name, KeyTree tree) {
        final int index = Arrays.binarySearch(names, name);
        if (index >= 0 && !tree.isEmpty()) {
            final KeyTree[] changed = trees.clone();
            changed[index] = tree;
            return new Directory(names, changed);
        }
        if (index < 0 && tree.isEmpty()) {
            return this;
        }
        final int at = index < 0 ? -index - 1 : index;
        final int skipped = index < 0 ? 0 : 1;
        final int length = names.length + 1 - 2 * skipped;
        final String[] newNames = Arrays.copyOf(names, length);
        final KeyTree[] newTrees = Arrays.copyOf(trees, length);
        if (index < 0) {
            newNames[at] = name;
            newTrees[at] = tree;
        }
        final int rest = names.length - at - skipped;
        System.arraycopy(names, at + skipped, newNames, at + 1 - skipped, rest);
        System.arraycopy(trees, at + skipped, newTrees, at + 1 - skipped, rest);
        return new Directory(newNames, newTrees);
    }

    /** Is told which bytes of the log came into use and which fell out of it. */
    @FunctionalInterface
    interface Usage {
        /** Bytes of a segment came into use, or out of use if negative. */
        void changed(int segment, long bytes);
    }

    /**
     * The changes of records of one segment on their way to a new directory; used by one thread.
     */
    static final class Edit implements LogFormatV1.Entries {
        private final int segment;
        private final Usage usage;
        private Directory directory;
        private @Nullable String space;
        private KeyTree tree = KeyTree.EMPTY;

        Edit(Directory start, int segment, Usage usage) {
            this.segment = segment;
            this.directory = start;
            this.usage = usage;
        }

        private void enter(String name) {
            if (!name.equals(space)) {
                leave();
                space = name;
                tree = directory.space(name);
            }
        }

        private void leave() {
            if (space != null) {
                directory = directory.with(space, tree);
            }
        }

        @Override
        public void put(String name, byte[] key, int offset, int length) {
            enter(name);
            release(key);
            usage.changed(segment, LogFormatV1.putBytes(key.length, length));
            tree = tree.with(key, new Location(segment, offset, length));
        }

        @Override
        public void delete(String name, byte[] key) {
            enter(name);
            release(key);
            tree = tree.without(key);
        }

        @Override
        public void drop(String name) {
            enter(name);
            final KeyTree.Cursor cursor = tree.cursor();
            while (cursor.next()) {
                release(cursor.key());
            }
            tree = KeyTree.EMPTY;
        }

        private void release(byte[] key) {
            final @Nullable Location old = tree.find(key);
            if (old != null) {
                usage.changed(old.segment(), -LogFormatV1.putBytes(key.length, old.length()));
            }
        }

        Directory finish() {
            leave();
            space = null;
            return directory;
        }
    }
}
