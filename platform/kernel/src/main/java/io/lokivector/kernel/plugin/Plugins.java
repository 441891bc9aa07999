package io.lokivector.kernel.plugin;

import io.lokivector.kernel.extension.ExtensionList;
import io.lokivector.kernel.extension.PlainReason;
import io.lokivector.kernel.extension.Provision;
import io.lokivector.kernel.extension.ServiceRegistry;
import io.lokivector.kernel.extension.TimeLimit;
import io.lokivector.kernel.folder.DropFolder.Changes;
import io.lokivector.kernel.folder.ShadowCopies;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

/**
 * The plugins of the plugins folder: loaded, started, and their factories published, as far as each
 * allows.
 *
 * <p>Changes are applied by one thread; the list may be read by any.
 */
public final class Plugins implements AutoCloseable {
    /** The version of the contracts that plugins may require a range of. */
    public static final String SPI_VERSION = "1.0.0";

    private static final String ORIGIN = "plugin";
    private static final System.Logger LOG = System.getLogger(Plugins.class.getName());

    private final BundleContext framework;
    private final ShadowCopies copies;
    private final TimeLimit startLimit;
    private final DropInPluginManager manager;
    private final VersionManager versions = new DefaultVersionManager();
    private final ExtensionList list = new ExtensionList(ORIGIN);

    /** Every file that could be read, by its path: the first of an id is the one that counts. */
    private final Map<Path, PluginFile> files = new TreeMap<>();

    /** Those that were tried and failed, until their file changes. */
    private final Set<Path> failed = new HashSet<>();

    /** Those that run, by id, in the order in which they were started. */
    private final Map<String, Running> running = new LinkedHashMap<>();

    /** Starts with none; {@code framework} is where their factories are published. */
    public Plugins(BundleContext framework, ShadowCopies copies, TimeLimit startLimit) {
        this.framework = framework;
        this.copies = copies;
        this.startLimit = startLimit;
        final ClassLoader own = Plugins.class.getClassLoader();
        this.manager = new DropInPluginManager(new SharedClasses(own), SPI_VERSION);
    }

    private record Running(PluginFile file, List<ServiceRegistration<?>> services) {}

    /** What became of each file. */
    public List<ExtensionInfo> list() {
        return list.all();
    }

    /** Applies what happened in the folder; never throws because of a plugin. */
    public void apply(Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
        changes.gone().forEach(this::remove);
        changes.arrived().forEach(this::read);
        boolean isProgress = true;
        while (isProgress) {
            isProgress = false;
            for (final PluginFile file : List.copyOf(files.values())) {
                if (!isRunning(file) && !failed.contains(file.file()) && mayStart(file)) {
                    start(file);
                    isProgress = true;
                }
            }
        }
    }

    private void read(Path path) {
        try {
            files.put(path, PluginFile.read(path, copies));
        } catch (PluginFile.Unusable e) {
            list.quarantined(path, e.id(), e.version(), e.problem());
        } catch (LokiVectorException e) {
            list.quarantined(path, e.problem());
        } catch (IOException | RuntimeException e) {
            list.quarantined(path, "it cannot be read: " + PlainReason.of(e));
        }
    }

    /** Whether it can be started now; if not, the list says why. */
    private boolean mayStart(PluginFile file) {
        final Optional<PluginFile> first = byId(file.id());
        if (first.isPresent() && !first.get().equals(file)) {
            quarantine(
                    file,
                    "a plugin with the id '"
                            + file.id()
                            + "' is there already, from "
                            + first.get().file().getFileName());
            return false;
        }
        final String requires = file.descriptor().getRequires();
        if (!isInRange(SPI_VERSION, requires)) {
            quarantine(
                    file,
                    "it requires version "
                            + requires
                            + " of the SPI, but this server has "
                            + SPI_VERSION);
            return false;
        }
        final Optional<String> other = circleThrough(file);
        if (other.isPresent()) {
            quarantine(file, "it and the plugin '" + other.get() + "' depend on each other");
            return false;
        }
        for (final PluginDependency dependency : file.required()) {
            final Optional<String> reason = whyNotMet(dependency);
            if (reason.isPresent()) {
                list.waiting(file.file(), file.id(), file.version(), reason.get());
                return false;
            }
        }
        return true;
    }

    /** The file that counts for an id: the one that runs, or else the first. */
    private Optional<PluginFile> byId(String id) {
        final @Nullable Running started = running.get(id);
        return started != null
                ? Optional.of(started.file())
                : files.values().stream().filter(file -> file.id().equals(id)).findFirst();
    }

    private boolean isRunning(PluginFile file) {
        final @Nullable Running started = running.get(file.id());
        return started != null && started.file().equals(file);
    }

    private boolean isInRange(String version, String range) {
        try {
            return range.isBlank()
                    || range.equals("*")
                    || versions.checkVersionConstraint(version, range);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Optional<String> whyNotMet(PluginDependency dependency) {
        final Optional<PluginFile> other = byId(dependency.getPluginId());
        final String need = "it needs the plugin '" + dependency.getPluginId() + "'";
        if (other.isEmpty()) {
            return Optional.of(need + ", which is not there");
        }
        final String range = dependency.getPluginVersionSupport();
        if (!isInRange(other.get().version(), range)) {
            return Optional.of(
                    need + " in version " + range + ", but here is " + other.get().version());
        }
        return isRunning(other.get())
                ? Optional.empty()
                : Optional.of(need + ", which is not running");
    }

    /** A plugin that this one needs, directly or not, and that needs this one. */
    private Optional<String> circleThrough(PluginFile file) {
        final Set<String> seen = new HashSet<>();
        final Deque<PluginFile> next = new ArrayDeque<>(List.of(file));
        while (!next.isEmpty()) {
            final PluginFile current = next.pop();
            for (final PluginDependency dependency : current.required()) {
                if (dependency.getPluginId().equals(file.id())) {
                    return Optional.of(current.id());
                }
                if (seen.add(dependency.getPluginId())) {
                    byId(dependency.getPluginId()).ifPresent(next::push);
                }
            }
        }
        return Optional.empty();
    }

    private void start(PluginFile file) {
        try {
            final Provision provision =
                    startLimit.run("start-" + file.id(), () -> provisionOf(file));
            final String problems = String.join("; ", provision.problems());
            if (provision.fillings().isEmpty() && !problems.isEmpty()) {
                fail(file, problems);
                return;
            }
            running.put(
                    file.id(),
                    new Running(
                            file,
                            provision.fillings().stream()
                                    .<ServiceRegistration<?>>map(filling -> publish(file, filling))
                                    .toList()));
            list.active(file.file(), file.id(), file.version(), problems, provision.describe());
        } catch (ExecutionException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "A plugin did not start", e);
            fail(file, "its start failed: " + PlainReason.of(e));
        }
    }

    /** Runs the plugin's own code. */
    private Provision provisionOf(PluginFile file) {
        final PluginClasses classes = manager.run(file);
        return Provision.read(classes::ownResources, classes::loadClass, classes);
    }

    private ServiceRegistration<?> publish(PluginFile file, Provision.Filling filling) {
        return ServiceRegistry.publish(framework, filling, ORIGIN, file.id(), file.version());
    }

    private void fail(PluginFile file, String reason) {
        failed.add(file.file());
        forget(file);
        quarantine(file, reason);
    }

    private void quarantine(PluginFile file, String reason) {
        list.quarantined(file.file(), file.id(), file.version(), reason);
    }

    private void remove(Path path) {
        list.remove(path);
        failed.remove(path);
        final @Nullable PluginFile file = files.remove(path);
        if (file == null) {
            return;
        }
        if (isRunning(file)) {
            stop(file.id());
        }
        try {
            ShadowCopies.delete(file.copy());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A copy is deleted at the next start instead", e);
        }
    }

    /** Stops a plugin, after those that need it; whoever uses its factories lets go first. */
    private void stop(String id) {
        for (final Running other : List.copyOf(running.values())) {
            final boolean needsIt =
                    other.file().descriptor().getDependencies().stream()
                            .anyMatch(dependency -> dependency.getPluginId().equals(id));
            if (needsIt && running.containsKey(other.file().id())) {
                stop(other.file().id());
            }
        }
        final @Nullable Running stopped = running.remove(id);
        if (stopped != null) {
            stopped.services().forEach(ServiceRegistration::unregister);
            forget(stopped.file());
        }
    }

    private void forget(PluginFile file) {
        try {
            manager.forget(file);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The plugin " + file.id() + " did not stop well",
                    e);
        }
    }

    /** Stops all, the last started first; idempotent. */
    @Override
    public void close() {
        List.copyOf(running.keySet()).reversed().forEach(this::stop);
    }
}
