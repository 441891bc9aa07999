package io.lokivector.storage.file;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.file.DataFiles;
import io.lokivector.spi.storage.StorageException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, and who still reads them.
 *
 * <p>A snapshot takes a ticket. A segment that the store no longer needs is retired with the number
 * of the next ticket, and deleted once every ticket before that is given back. Thread-safe.
 */
final class Segments {
    private static final System.Logger LOG = System.getLogger(Segments.class.getName());

    private final DataFiles files;
    private final ConcurrentMap<Integer, Segment> byNumber = new ConcurrentHashMap<>();
    private final TreeSet<Long> tickets = new TreeSet<>();
    private final List<Retired> retired = new ArrayList<>();
    private long nextTicket;

    private record Retired(Segment segment, long firstFreeTicket) {}

    Segments(DataFiles files) {
        this.files = files;
    }

    void add(Segment segment) {
        byNumber.put(segment.number(), segment);
    }

    /** All segments, in no order. */
    Collection<Segment> all() {
        return byNumber.values();
    }

    /**
     * The segment of that number.
     *
     * @throws StorageException if it is missing
     */
    Segment get(int number) {
        final @Nullable Segment segment = byNumber.get(number);
        if (segment == null) {
            throw new StorageException(
                    ErrorCode.CORRUPTED,
                    Segment.name(number)
                            + " is missing, and has data in use; restore it from a backup");
        }
        return segment;
    }

    @Nullable Segment find(int number) {
        return byNumber.get(number);
    }

    byte[] read(Location location) {
        return get(location.segment()).read(location);
    }

    synchronized long takeTicket() {
        tickets.add(nextTicket);
        return nextTicket++;
    }

    synchronized void giveBack(long ticket) {
        tickets.remove(ticket);
        deleteUnread();
    }

    /** Deletes a segment as soon as no snapshot that was taken until now reads it any more. */
    synchronized void retire(Segment segment) {
        retired.add(new Retired(segment, nextTicket));
        deleteUnread();
    }

    synchronized boolean isRetired(Segment segment) {
        return retired.stream().anyMatch(one -> one.segment().number() == segment.number());
    }

    private void deleteUnread() {
        final long oldest = tickets.isEmpty() ? Long.MAX_VALUE : tickets.first();
        retired.removeIf(one -> {
            if (one.firstFreeTicket() > oldest) {
                return false;
            }
            delete(one.segment());
            return true;
        });
    }

    void delete(Segment segment) {
        final String name = Segment.name(segment.number());
        byNumber.remove(segment.number());
        try {
            segment.file().close();
            files.delete(name);
        } catch (IOException e) {
            // It is garbage: the next compaction after a restart tries again.
            LOG.log(Level.WARNING, "cannot delete {0}: {1}", name, e.getMessage());
        }
    }

    /** Closes all files, whatever happens: what had to be durable has been forced before. */
    void closeAll() {
        for (final Segment segment : byNumber.values()) {
            try {
                segment.file().close();
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "cannot close {0}: {1}",
                        Segment.name(segment.number()),
                        e.getMessage());
            }
        }
    }
}
