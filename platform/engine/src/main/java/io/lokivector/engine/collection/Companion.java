package io.lokivector.engine.collection;

/**
 * What a package above keeps in memory beside an open collection; gone with the collection.
 *
 * <p>It holds no resources but memory, and nothing that could not be found out again.
 */
public interface Companion {
    /** Tidies up; called every now and then, by one thread at a time. */
    void maintain();
}
