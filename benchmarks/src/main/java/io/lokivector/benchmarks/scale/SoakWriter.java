package io.lokivector.benchmarks.scale;

import io.lokivector.engine.Collection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** Inserts, replaces vectors and deletes, one document after the other, and keeps count. */
final class SoakWriter implements Runnable {
    /** How much the number of documents may stray from the first. */
    private static final double STRAY = 0.05;

    private final Collection collection;
    private final VectorSource source;
    private final SoakFailures failures;
    private final Random random;
    private final List<Long> ids;
    private final int least;
    private final int most;
    private final ReentrantLock turn = new ReentrantLock();
    private int next;
    private long written;
    private volatile boolean stopped;

    SoakWriter(
            VectorDocuments documents,
            VectorSource source,
            List<Long> ids,
            SoakFailures failures,
            long seed) {
        this.collection = documents.collection();
        this.source = source;
        this.failures = failures;
        this.random = new Random(seed);
        this.ids = new ArrayList<>(ids);
        this.next = ids.size();
        this.least = (int) (ids.size() * (1 - STRAY));
        this.most = (int) (ids.size() * (1 + STRAY));
    }

    @Override
    public void run() {
        while (!stopped) {
            turn.lock();
            try {
                write();
                written++;
            } catch (RuntimeException e) {
                failures.add("a write", e);
            } finally {
                turn.unlock();
            }
        }
    }

    private void write() {
        final int choice = random.nextInt(3);
        if (ids.size() < least || choice == 0 && ids.size() < most) {
            ids.add(collection.insert(VectorDocuments.document(source, next++)));
            return;
        }
        final int place = random.nextInt(ids.size());
        if (choice == 1) {
            collection.delete(ids.get(place));
            ids.set(place, ids.getLast());
            ids.removeLast();
        } else {
            collection.patch(ids.get(place), VectorDocuments.document(source, next++));
        }
    }

    /** What is done while nothing is written. */
    @FunctionalInterface
    interface Pause<T> {
        /** Does it, knowing how many documents there are and how many writes there were. */
        T run(int documents, long written) throws Exception;
    }

    <T> T paused(Pause<T> pause) throws Exception {
        turn.lock();
        try {
            return pause.run(ids.size(), written);
        } finally {
            turn.unlock();
        }
    }

    void stop() {
        stopped = true;
    }
}
