package io.lokivector.engine.collection;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.Snapshot;
import io.lokivector.spi.storage.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The collections of a database by name.
 *
 * <p>A name is taken, under a lock, before the storage is asked, and given back if that fails: of
 * two who want the same name one wins, and nobody waits for a disk with the lock held. Thread-safe.
 */
public final class Catalogue {
    private static final System.Logger LOG = System.getLogger(Catalogue.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-][A-Za-z0-9_.-]{0,127}");

    private final CollectionStore.World world;
    private final ReentrantLock lock = new ReentrantLock();

    /** A null is a name that is about to be given to a collection, or taken from one. */
    private final Map<String, @Nullable CollectionStore> byName = new TreeMap<>();

    /** Held by whoever renames or drops: each must know what the other did. */
    private final ReentrantLock structure = new ReentrantLock();

    /** Numbers of collections whose creation failed, of which the storage may have heard. */
    private final Set<Integer> abandoned = new HashSet<>();

    /** Renamings of which it is not known whether they happened. */
    private final List<Renaming> doubtful = new ArrayList<>();

    private int nextNumber = 1;

    /** Opens all collections of the storage. */
    public Catalogue(CollectionStore.World world) {
        this.world = world;
        final Set<String> folders = new HashSet<>();
        final List<CountDownLatch> indexes = new ArrayList<>();
        for (final CollectionDefinition definition : definitions()) {
            final CollectionStore store =
                    new CollectionStore(definition, world, files(definition.number()));
            byName.put(definition.name(), store);
            nextNumber = Math.max(nextNumber, definition.number() + 1);
            folders.add(folderName(definition.number()));
            indexes.add(store.fillIndexes());
        }
        indexes.forEach(Catalogue::await);
        deleteLeftovers(folders);
    }

    /** Deletes the indexes of dropped collections that a crash has left. */
    private void deleteLeftovers(Set<String> wanted) {
        try {
            for (final String folder : world.files().folders()) {
                if (!wanted.contains(folder)) {
                    world.files().deleteFolder(folder);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot delete the indexes of old collections", e);
        }
    }

    private List<CollectionDefinition> definitions() {
        final List<CollectionDefinition> definitions = new ArrayList<>();
        try (Snapshot snapshot = world.storage().snapshot();
                Snapshot.Scan scan = snapshot.scan(Spaces.CATALOGUE)) {
            while (scan.next()) {
                definitions.add(DefinitionCodec.decode(scan.value()));
            }
        }
        return definitions;
    }

    private static void await(CountDownLatch settled) {
        try {
            settled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DataFiles files(int number) {
        try {
            return world.files().folder(folderName(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String folderName(int number) {
        return "collection-" + number;
    }

    private record Renaming(CollectionStore store, String from, String to) {
        boolean isSettled() {
            return !store.isFailed();
        }
    }

    /** A collection. */
    public CollectionStore require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new LokiVectorException(
                                ErrorCode.NOT_FOUND,
                                "there is no collection '" + name + "'",
                                Map.of("collection", name)));
    }

    /** A collection, if there is one of that name. */
    public Optional<CollectionStore> find(String name) {
        lock.lock();
        try {
            settleRenamings();
            return Optional.ofNullable(byName.get(name)).filter(store -> !store.isGone());
        } finally {
            lock.unlock();
        }
    }

    /** All collections by name. */
    public List<CollectionStore> all() {
        lock.lock();
        try {
            settleRenamings();
            final List<CollectionStore> all = new ArrayList<>();
            for (final CollectionStore store : byName.values()) {
                if (store != null && !store.isGone()) {
                    all.add(store);
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Creates a collection. */
    public CollectionStore create(String name, Map<String, @Nullable Object> options) {
        checkName(name);
        final CollectionOptions wanted = CollectionOptions.of(options);
        final int shards = wanted.shards().orElse(1);
        if (shards > world.config().shardsMax()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "a collection has at most " + world.config().shardsMax() + " shards");
        }
        CollectionDefinition definition =
                new CollectionDefinition(
                        0, name, world.clock().instant(), shards, 1, List.of(), List.of());
        definition =
                definition.with(CollectionSettings.initial(world.feed().newest()).with(wanted));
        for (final IndexDefinition index : indexes(wanted)) {
            definition = definition.with(index.withNumber(definition.nextIndexNumber()));
        }
        forgetAbandoned();
        return create(definition, take(name));
    }

    /** Makes sure that what failed to be created does not come back beside one of its name. */
    private void forgetAbandoned() {
        final Set<Integer> numbers;
        lock.lock();
        try {
            numbers = Set.copyOf(abandoned);
        } finally {
            lock.unlock();
        }
        if (!numbers.isEmpty()) {
            write(batch ->
                    numbers.forEach(number -> batch.delete(Spaces.CATALOGUE, Spaces.key(number))));
            lock.lock();
            try {
                abandoned.removeAll(numbers);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives collections the names they turned out to have; called with the lock held. */
    private void settleRenamings() {
        for (final Renaming renaming : doubtful) {
            if (renaming.isSettled()) {
                byName.remove(renaming.from);
                byName.remove(renaming.to);
                byName.put(renaming.store.name(), renaming.store);
            }
        }
        doubtful.removeIf(Renaming::isSettled);
    }

    private CollectionStore create(CollectionDefinition wanted, int number) {
        final CollectionDefinition definition =
                new CollectionDefinition(
                        number,
                        wanted.name(),
                        wanted.createdAt(),
                        wanted.shards(),
                        wanted.nextIndexNumber(),
                        wanted.indexes(),
                        wanted.columns(),
                        wanted.attachments());
        @Nullable CollectionStore created = null;
        try {
            world.files().deleteFolder(folderName(number));
            // The number may be that of an older collection, whose indexes must not come back.
            world.files().syncDirectory();
            write(batch ->
                    batch.put(
                            Spaces.CATALOGUE,
                            Spaces.key(number),
                            DefinitionCodec.encode(definition)));
            final CollectionStore store = new CollectionStore(definition, world, files(number));
            await(store.fillIndexes());
            created = store;
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (created == null) {
                abandon(number);
            }
            settle(wanted.name(), created);
        }
    }

    private void abandon(int number) {
        lock.lock();
        try {
            abandoned.add(number);
        } finally {
            lock.unlock();
        }
    }

    private void write(Consumer<WriteBatch> changes) {
        final WriteBatch batch = new WriteBatch();
        changes.accept(batch);
        world.storage().apply(batch, world.config().durability()).await();
    }

    /** Takes a name, and gives the number for its collection. */
    private int take(String name) {
        lock.lock();
        try {
            checkFree(name);
            if (byName.size() >= world.config().collectionsMax()) {
                throw new LokiVectorException(
                        ErrorCode.BAD_REQUEST,
                        "there are at most " + world.config().collectionsMax() + " collections");
            }
            byName.put(name, null);
            return nextNumber++;
        } finally {
            lock.unlock();
        }
    }

    private void checkFree(String name) {
        settleRenamings();
        final @Nullable CollectionStore store = byName.get(name);
        if (store == null && byName.containsKey(name)) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "collection '"
                            + name
                            + "' is being created, renamed or dropped at this moment; try again",
                    Map.of("collection", name, "underWay", true));
        }
        if (store != null && !store.isGone()) {
            throw new LokiVectorException(
                    ErrorCode.CONFLICT,
                    "collection '" + name + "' already exists",
                    Map.of("collection", name));
        }
    }

    private void settle(String name, @Nullable CollectionStore store) {
        lock.lock();
        try {
            if (store == null) {
                byName.remove(name);
            } else {
                byName.put(name, store);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "a collection is named by 1 to 128 letters, digits and _ . -, beginning with"
                            + " neither _ nor a dot",
                    Map.of("collection", name));
        }
    }

    private List<IndexDefinition> indexes(CollectionOptions wanted) {
        final Map<String, IndexDefinition> indexes = new LinkedHashMap<>();
        for (final List<String> fields : IndexFields.each(wanted.unique(), "unique")) {
            indexes.put(String.join(",", fields), checked(fields, IndexDefinition.UNIQUE));
        }
        for (final List<String> fields : IndexFields.each(wanted.indices(), "indices")) {
            // A unique index serves queries as well.
            indexes.putIfAbsent(String.join(",", fields), checked(fields, IndexDefinition.ORDERED));
        }
        wanted.vectorIndices()
                .forEach((field, given) -> {
                    final Map<String, @Nullable Object> options = optionsOf(field, given);
                    final @Nullable Object type = options.remove("type");
                    final IndexDefinition index =
                            IndexAdministration.checked(
                                    List.of(field),
                                    Optional.ofNullable(type).map(String::valueOf),
                                    options,
                                    world);
                    if (indexes.putIfAbsent(field, index) != null) {
                        throw new LokiVectorException(
                                ErrorCode.BAD_REQUEST,
                                "options name two indexes of field '" + field + "'");
                    }
                });
        return List.copyOf(indexes.values());
    }

    private IndexDefinition checked(List<String> fields, String type) {
        return IndexAdministration.checked(fields, Optional.of(type), Map.of(), world);
    }

    private static Map<String, @Nullable Object> optionsOf(String field, @Nullable Object given) {
        final Map<String, @Nullable Object> options = new LinkedHashMap<>();
        if (given instanceof final Map<?, ?> map) {
            map.forEach((key, value) -> options.put(String.valueOf(key), value));
        } else if (given != null) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "options.vectorIndices." + field + " must be an object of options");
        }
        return options;
    }

    /** Changes a collection: its name, or what indexes it has. */
    public CollectionStore alter(
            String name, Optional<String> newName, Map<String, @Nullable Object> options) {
        final CollectionStore store = require(name);
        final CollectionOptions wanted = CollectionOptions.of(options);
        if (wanted.shards().isPresent()
                && wanted.shards().get() != store.view().definition().shards()) {
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "the number of shards of a collection cannot be changed");
        }
        final List<IndexDefinition> indexes = indexes(wanted);
        if (newName.isPresent() && !newName.get().equals(name)) {
            rename(name, newName.get());
        }
        store.configure(wanted);
        for (final IndexDefinition index : indexes) {
            store.indexes().create(index.fields(), Optional.of(index.type()), index.options());
        }
        return store;
    }

    private void rename(String name, String newName) {
        checkName(newName);
        forgetAbandoned();
        structure.lock();
        try {
            require(name).recoverIfFailed();
            final CollectionStore store = require(name);
            lock.lock();
            try {
                checkFree(newName);
                byName.put(newName, null);
            } finally {
                lock.unlock();
            }
            try {
                store.rename(newName);
            } finally {
                settle(new Renaming(store, name, newName));
            }
        } finally {
            structure.unlock();
        }
    }

    /** Until it is known how a renaming ended, both names are taken. */
    private void settle(Renaming renaming) {
        lock.lock();
        try {
            doubtful.add(renaming);
            settleRenamings();
        } finally {
            lock.unlock();
        }
    }

    /** Drops a collection with everything in it. */
    public void drop(String name) {
        final CollectionStore store;
        structure.lock();
        try {
            require(name).recoverIfFailed();
            lock.lock();
            try {
                store = require(name);
                byName.put(name, null);
            } finally {
                lock.unlock();
            }
            drop(name, store);
        } finally {
            structure.unlock();
        }
        try {
            world.files().deleteFolder(folderName(store.number()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot delete the indexes of " + name, e);
        }
    }

    private void drop(String name, CollectionStore store) {
        boolean dropped = false;
        try {
            store.endWrites(name);
            write(batch -> {
                batch.delete(Spaces.CATALOGUE, Spaces.key(store.number()));
                store.allSpaces().forEach(batch::dropSpace);
            });
            dropped = true;
        } finally {
            if (!dropped) {
                store.reopen();
            }
            settle(name, dropped ? null : store);
        }
        store.discardIndexes();
    }
}
