package io.lokivector.kernel.extension;

import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import io.lokivector.spi.request.ServerRequest.ExtensionState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of every file that was found in one folder. Thread-safe. */
public final class ExtensionList {
    private static final System.Logger LOG = System.getLogger(ExtensionList.class.getName());

    private final String origin;
    private final Map<Path, ExtensionInfo> byFile = new ConcurrentHashMap<>();

    /** Starts empty; {@code origin} is {@code module} or {@code plugin}. */
    public ExtensionList(String origin) {
        this.origin = origin;
    }

    /**
     * Notes that a file's extension runs; {@code reason} tells what of it does not, or is blank.
     */
    public void active(Path file, String id, String version, String reason, List<String> provides) {
        put(file, id, version, ExtensionState.ACTIVE, reason, provides);
    }

    /** Notes that a file's extension waits for something. */
    public void waiting(Path file, String id, String version, String reason) {
        put(file, id, version, ExtensionState.WAITING, reason, List.of());
    }

    /** Notes that a file's extension is kept out of the way. */
    public void quarantined(Path file, String id, String version, String reason) {
        put(file, id, version, ExtensionState.QUARANTINED, reason, List.of());
    }

    /** Notes that nothing could be read of a file. */
    public void quarantined(Path file, String reason) {
        quarantined(file, nameOf(file), "", reason);
    }

    private void put(
            Path file,
            String id,
            String version,
            ExtensionState state,
            String reason,
            List<String> provides) {
        final ExtensionInfo info =
                new ExtensionInfo(id, version, origin, state, reason, nameOf(file), provides);
        final ExtensionInfo old = byFile.put(file, info);
        if (!info.equals(old)) {
            log(info);
        }
    }

    private static void log(ExtensionInfo info) {
        final String name = info.origin() + " " + info.id() + " " + info.version();
        if (info.reason().isEmpty()) {
            LOG.log(System.Logger.Level.DEBUG, "{0} runs: {1}", name, info.provides());
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} ({1}) is {2}: {3}",
                    name.strip(),
                    info.file(),
                    info.state().name().toLowerCase(java.util.Locale.ROOT),
                    info.reason());
        }
    }

    /** Forgets a file. */
    public void remove(Path file) {
        byFile.remove(file);
    }

    /** All that was noted, by id and file. */
    public List<ExtensionInfo> all() {
        final List<ExtensionInfo> all = new ArrayList<>(byFile.values());
        all.sort(
                Comparator.comparing(ExtensionInfo::id)
                        .thenComparing(ExtensionInfo::version)
                        .thenComparing(ExtensionInfo::file));
        return all;
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
