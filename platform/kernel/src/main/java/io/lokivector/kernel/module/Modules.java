package io.lokivector.kernel.module;

import io.lokivector.kernel.extension.ExtensionList;
import io.lokivector.kernel.extension.PlainReason;
import io.lokivector.kernel.extension.Provision;
import io.lokivector.kernel.extension.ServiceRegistry;
import io.lokivector.kernel.extension.TimeLimit;
import io.lokivector.kernel.folder.DropFolder.Changes;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of the modules folder: installed, started, and their factories published, as far as
 * each allows.
 *
 * <p>The framework keeps a copy of every bundle, so that its file may change at any time. Changes
 * are applied by one thread; the list may be read by any.
 */
public final class Modules implements AutoCloseable {
    private static final String ORIGIN = "module";
    private static final long REFRESH_SECONDS_MAX = 10;

    private final BundleContext framework;
    private final long fileBytesMax;
    private final TimeLimit startLimit;
    private final ExtensionList list = new ExtensionList(ORIGIN);
    private final Map<Path, Bundle> bundles = new TreeMap<>();
    private final Map<Long, Provision> provisions = new ConcurrentHashMap<>();

    /** Those being started here, which publish once that is done. */
    private final Set<Long> starting = ConcurrentHashMap.newKeySet();

    /** Those whose start never returned: the framework waits for whoever touches them. */
    private final Set<Long> stuck = ConcurrentHashMap.newKeySet();

    private final SynchronousBundleListener extender = this::changed;

    /** Starts with none. */
    public Modules(BundleContext framework, long fileBytesMax, TimeLimit startLimit) {
        this.framework = framework;
        this.fileBytesMax = fileBytesMax;
        this.startLimit = startLimit;
        framework.addBundleListener(extender);
    }

    /** What became of each file. */
    public List<ExtensionInfo> list() {
        return list.all();
    }

    /** Applies what happened in the folder; never throws because of a module. */
    public void apply(Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
        changes.gone().forEach(this::uninstall);
        changes.arrived().forEach(this::install);
        // One that waited may find now what it needed, and one that ran may have lost it.
        bundles.forEach(this::start);
    }

    private void install(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            if (!isArchive(file)) {
                list.quarantined(file, "it is not a jar file");
                return;
            }
            if (Files.size(file) > fileBytesMax) {
                list.quarantined(file, "it is larger than extensions.file-bytes-max");
                return;
            }
            final Bundle bundle = framework.installBundle("module:" + file.getFileName(), bytes);
            if (bundle.getSymbolicName() == null) {
                bundle.uninstall();
                list.quarantined(file, "it is no OSGi bundle: its manifest has no name for it");
                return;
            }
            bundles.put(file, bundle);
        } catch (BundleException e) {
            list.quarantined(
                    file,
                    e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR
                            ? "a module of the same name and version is there already"
                            : "it is not a readable bundle: " + PlainReason.of(e));
        } catch (IOException | RuntimeException e) {
            list.quarantined(file, "it cannot be read: " + PlainReason.of(e));
        }
    }

    private static boolean isArchive(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            final byte[] magic = bytes.readNBytes(2);
            return magic.length == 2 && magic[0] == 'P' && magic[1] == 'K';
        }
    }

    private void start(Path file, Bundle bundle) {
        if (stuck.contains(bundle.getBundleId())) {
            return;
        }
        if (bundle.getState() == Bundle.ACTIVE) {
            note(file, bundle);
            return;
        }
        final String id = bundle.getSymbolicName();
        final String version = bundle.getVersion().toString();
        try {
            start(bundle);
            note(file, bundle);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof final BundleException failure
                    && failure.getType() == BundleException.RESOLVE_ERROR) {
                list.waiting(
                        file,
                        id,
                        version,
                        new MissingRequirements(framework)
                                .of(bundle)
                                .orElse(
                                        "something it needs is there, but cannot be used together"
                                                + " with the rest of it"));
            } else {
                list.quarantined(file, id, version, "its start failed: " + PlainReason.of(e));
            }
        } catch (RuntimeException | LinkageError e) {
            list.quarantined(file, id, version, "its start failed: " + PlainReason.of(e));
        }
    }

    /** Its own code runs under the limit; publishing does not, as others act on that. */
    private void start(Bundle bundle) throws ExecutionException {
        final long id = bundle.getBundleId();
        starting.add(id);
        try {
            startLimit.run(
                    "start-" + bundle.getSymbolicName(),
                    () -> {
                        bundle.start();
                        return id;
                    });
        } catch (TimeLimit.Exceeded e) {
            stuck.add(id);
            throw e;
        } finally {
            starting.remove(id);
        }
        publish(bundle);
    }

    private void note(Path file, Bundle bundle) {
        final Provision provision =
                provisions.getOrDefault(bundle.getBundleId(), new Provision(List.of(), List.of()));
        final String id = bundle.getSymbolicName();
        final String version = bundle.getVersion().toString();
        final String problems = String.join("; ", provision.problems());
        if (provision.fillings().isEmpty() && !problems.isEmpty()) {
            list.quarantined(file, id, version, problems);
        } else {
            list.active(file, id, version, problems, provision.describe());
        }
    }

    private void uninstall(Path file) {
        list.remove(file);
        final @Nullable Bundle bundle = bundles.remove(file);
        if (bundle == null || stuck.contains(bundle.getBundleId())) {
            return;
        }
        try {
            // Stopping it unregisters its services, and whoever uses them lets go first.
            bundle.uninstall();
            refresh(bundle);
        } catch (BundleException e) {
            System.getLogger(Modules.class.getName())
                    .log(System.Logger.Level.WARNING, "A module did not go", e);
        }
    }

    /** Without this the framework keeps the class loader for bundles that were wired to it. */
    private void refresh(Bundle bundle) {
        final CountDownLatch refreshed = new CountDownLatch(1);
        framework
                .getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(
                        List.of(bundle),
                        event -> {
                            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                                refreshed.countDown();
                            }
                        });
        try {
            refreshed.await(REFRESH_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes what a bundle declares once it runs; the framework takes it back when it stops. */
    private void changed(BundleEvent event) {
        final Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.STARTED -> {
                if (!starting.contains(bundle.getBundleId())
                        && !stuck.contains(bundle.getBundleId())) {
                    publish(bundle);
                }
            }
            case BundleEvent.STOPPED -> provisions.remove(bundle.getBundleId());
            default -> {
                // Only running or not matters.
            }
        }
    }

    private void publish(Bundle bundle) {
        final @Nullable BundleContext own = bundle.getBundleContext();
        if (bundle.getBundleId() == 0 || own == null) {
            return;
        }
        final ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        final Provision provision = provisionOf(bundle, loader);
        provisions.put(bundle.getBundleId(), provision);
        for (final Provision.Filling filling : provision.fillings()) {
            ServiceRegistry.publish(
                    own, filling, ORIGIN, bundle.getSymbolicName(), bundle.getVersion().toString());
        }
    }

    private Provision provisionOf(Bundle bundle, ClassLoader loader) {
        try {
            return startLimit.run(
                    "factories-" + bundle.getSymbolicName(),
                    () -> Provision.read(name -> entries(bundle, name), bundle::loadClass, loader));
        } catch (ExecutionException | TimeLimit.Exceeded e) {
            return new Provision(
                    List.of(), List.of("its factories could not be made: " + PlainReason.of(e)));
        }
    }

    private static List<URL> entries(Bundle bundle, String name) {
        final int slash = name.lastIndexOf('/');
        final @Nullable Enumeration<URL> found =
                bundle.findEntries(name.substring(0, slash), name.substring(slash + 1), false);
        return found == null ? List.of() : Collections.list(found);
    }

    /** Applies nothing any more; the bundles stop with their framework. */
    @Override
    public void close() {
        framework.removeBundleListener(extender);
        bundles.clear();
        provisions.clear();
    }
}
