package io.lokivector.tck.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a name on a {@link CrashDisk} stands for. Guarded by the disk. */
sealed interface CrashNode {

    /** This node as a crash leaves it. */
    CrashNode survivor(Survival luck);

    /** This node as it is now, with everything forced. */
    CrashNode copy();

    /** A file: what is durable, what programs see, and the changes between the two. */
    final class File implements CrashNode {
        private final Contents durable;
        private final Contents live;
        private final List<Change> changes = new ArrayList<>();

        File() {
            this(new byte[0]);
        }

        private File(byte[] content) {
            durable = new Contents(content);
            live = new Contents(content);
        }

        /**
         * A change since the last force.
         *
         * @param bytes what was written; null for a truncation to {@code position}
         */
        private static final class Change {
            final long position;
            final byte @Nullable [] bytes;
            boolean forced;
            boolean abandoned;

            Change(long position, byte @Nullable [] bytes) {
                this.position = position;
                this.bytes = bytes;
            }

            void applyTo(Contents target) {
                if (bytes == null) {
                    target.truncate(position);
                } else {
                    target.write(position, bytes);
                }
            }
        }

        void write(long position, byte[] bytes) {
            live.write(position, bytes);
            changes.add(new Change(position, bytes));
        }

        void truncate(long size) {
            live.truncate(size);
            changes.add(new Change(size, null));
        }

        void force() {
            changes.forEach(change -> change.forced = !change.abandoned);
            // A change that an earlier failing force gave up keeps all after it waiting in the
            // list.
            while (!changes.isEmpty() && changes.getFirst().forced) {
                changes.removeFirst().applyTo(durable);
            }
        }

        /** A force failed: the pages count as clean now, so no later force writes them. */
        void abandon() {
            changes.forEach(change -> change.abandoned |= !change.forced);
        }

        Contents live() {
            return live;
        }

        void flip(int index, int bit) {
            live.flip(index, bit);
            if (index < durable.size()) {
                durable.flip(index, bit);
            }
        }

        @Override
        public File survivor(Survival luck) {
            final Contents disk = new Contents(durable.toArray());
            for (final Change change : changes) {
                if (change.forced) {
                    change.applyTo(disk);
                } else if (change.bytes != null) {
                    luck.write(disk, change.position, change.bytes);
                } else if (luck.keeps()) {
                    disk.truncate(change.position);
                }
            }
            return new File(disk.toArray());
        }

        @Override
        public File copy() {
            return new File(live.toArray());
        }
    }

    /** A folder: the durable names, the names programs see, and the changes between the two. */
    final class Folder implements CrashNode {
        private final TreeMap<String, CrashNode> durable = new TreeMap<>();
        private final TreeMap<String, CrashNode> live = new TreeMap<>();
        private final List<NameChange> changes = new ArrayList<>();

        /** {@code removed} no longer, and {@code added} now, stands for {@code node}. */
        private record NameChange(
                @Nullable String removed, @Nullable String added, CrashNode node) {
            void applyTo(Map<String, CrashNode> names) {
                // Another change, lost or kept on its own, may have given the name to another node.
                if (removed != null) {
                    names.remove(removed, node);
                }
                if (added != null) {
                    names.put(added, node);
                }
            }
        }

        private void change(@Nullable String removed, @Nullable String added, CrashNode node) {
            final NameChange change = new NameChange(removed, added, node);
            change.applyTo(live);
            changes.add(change);
        }

        void create(String name, CrashNode node) {
            change(null, name, node);
        }

        void rename(String from, String to, CrashNode node) {
            change(from, to, node);
        }

        void delete(String name, CrashNode node) {
            change(name, null, node);
        }

        void sync() {
            changes.forEach(change -> change.applyTo(durable));
            changes.clear();
        }

        Map<String, CrashNode> names() {
            return live;
        }

        @Override
        public Folder survivor(Survival luck) {
            final Map<String, CrashNode> names = new LinkedHashMap<>(durable);
            for (final NameChange change : changes) {
                if (luck.keeps()) {
                    change.applyTo(names);
                }
            }
            final Folder survivor = new Folder();
            final Map<CrashNode, CrashNode> survivors = new LinkedHashMap<>();
            names.forEach((name, node) ->
                    survivor.create(name, survivors.computeIfAbsent(node, n -> n.survivor(luck))));
            survivor.sync();
            return survivor;
        }

        @Override
        public Folder copy() {
            final Folder copy = new Folder();
            live.forEach((name, node) -> copy.create(name, node.copy()));
            copy.sync();
            return copy;
        }
    }
}
