package io.lokivector.vectors;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Knows which readers are under way, so that what was taken out of an index is reused only when
 * nobody can still be looking at it (epoch-based reclamation; Fraser, "Practical lock-freedom",
 * 2004, section 5.2.3).
 *
 * <p>A reader carries the memory it works with, and is pooled: there are never more than there were
 * searches at once. Thread-safe.
 *
 * @param <R> the reader
 */
public final class Readers<R extends Readers.Reader> {
    private static final long IDLE = Long.MAX_VALUE;

    private final Supplier<R> maker;
    private final AtomicLong epoch = new AtomicLong();
    private final ConcurrentLinkedDeque<R> idle = new ConcurrentLinkedDeque<>();
    private final List<R> all = new CopyOnWriteArrayList<>();

    /** Readers made by {@code maker} when none is idle. */
    public Readers(Supplier<R> maker) {
        this.maker = maker;
    }

    /** One who reads. */
    public abstract static class Reader {
        private volatile long since = IDLE;

        /** An idle reader. */
        protected Reader() {}
    }

    /** Begins reading; to be followed by {@link #leave}. */
    public R enter() {
        R reader = idle.pollFirst();
        if (reader == null) {
            reader = maker.get();
            all.add(reader);
        }
        // Again if time went on meanwhile: whoever moved it may not have seen this reader.
        long now;
        do {
            now = epoch.get();
            ((Reader) reader).since = now;
        } while (epoch.get() != now);
        return reader;
    }

    /** Ends reading. */
    public void leave(R reader) {
        ((Reader) reader).since = IDLE;
        idle.addFirst(reader);
    }

    /**
     * Marks the moment at which something has been taken out: readers who enter from now on cannot
     * find it.
     *
     * @return a stamp to ask {@link #haveLeft} with
     */
    public long mark() {
        return epoch.getAndIncrement();
    }

    /** Whether all readers who entered before the mark have left. */
    public boolean haveLeft(long stamp) {
        for (final R reader : all) {
            if (((Reader) reader).since <= stamp) {
                return false;
            }
        }
        return true;
    }

    /** The readers there are, for counting their memory. */
    public List<R> all() {
        return all;
    }
}
