package io.lokivector.spi.storage;

/** The durability of one applied batch, which its writer waits for. */
@FunctionalInterface
public interface Commit {
    /**
     * Returns once the batch, and all before it, are durable at the level it asked for.
     *
     * @throws StorageException if it could not be made durable; the batch may or may not survive
     */
    void await();

    /** The commit of a batch that is durable already. */
    static Commit done() {
        return () -> {};
    }
}
