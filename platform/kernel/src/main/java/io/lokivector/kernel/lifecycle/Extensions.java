package io.lokivector.kernel.lifecycle;

import io.lokivector.kernel.configuration.ExtensionSettings;
import io.lokivector.kernel.extension.TimeLimit;
import io.lokivector.kernel.folder.DropFolder;
import io.lokivector.kernel.folder.ShadowCopies;
import io.lokivector.kernel.module.ModuleFramework;
import io.lokivector.kernel.module.Modules;
import io.lokivector.kernel.plugin.Plugins;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.ServerRequest.ExtensionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;

/** Modules and plugins together: loaded at the start, and followed while the server runs. */
final class Extensions implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Extensions.class.getName());

    private final ModuleFramework framework;
    private final DropFolder moduleFolder;
    private final DropFolder pluginFolder;
    private final Modules modules;
    private final Plugins plugins;
    private final Duration interval;
    private final Thread watch;
    private volatile boolean isClosed;

    private Extensions(Path home, Path cache, ExtensionSettings settings) throws IOException {
        final ShadowCopies copies =
                new ShadowCopies(cache.resolve("plugins"), settings.fileBytesMax());
        this.framework = ModuleFramework.start(cache.resolve("modules"));
        this.moduleFolder = new DropFolder(home.resolve(settings.modules()));
        this.pluginFolder = new DropFolder(home.resolve(settings.plugins()));
        final TimeLimit startLimit = new TimeLimit(settings.startTimeout());
        this.modules = new Modules(framework.context(), settings.fileBytesMax(), startLimit);
        this.plugins = new Plugins(framework.context(), copies, startLimit);
        this.interval = settings.scanInterval();
        this.watch = Thread.ofPlatform().name("extensions").daemon().unstarted(this::follow);
    }

    /**
     * Starts an empty framework.
     *
     * @param home where relative folders begin
     * @param cache a folder for private copies, emptied
     */
    static Extensions start(Path home, Path cache, ExtensionSettings settings) {
        try {
            return new Extensions(home, cache, settings);
        } catch (IOException e) {
            throw new LokiVectorException(
                    ErrorCode.UNAVAILABLE,
                    "the folder " + cache + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** The context in which everybody's services meet. */
    BundleContext context() {
        return framework.context();
    }

    /** Loads what is in the folders now, modules and plugins at the same time. */
    void load() {
        final CompletableFuture<Void> pluginsLoaded =
                CompletableFuture.runAsync(
                        () -> scan(true, pluginFolder, plugins::apply),
                        task -> Thread.ofPlatform().name("plugins").daemon().start(task));
        scan(true, moduleFolder, modules::apply);
        pluginsLoaded.join();
    }

    /** Follows the folders from now on. */
    void watch() {
        watch.start();
    }

    private void follow() {
        while (!isClosed) {
            try {
                Thread.sleep(interval);
            } catch (InterruptedException e) {
                return;
            }
            scan(false, moduleFolder, modules::apply);
            scan(false, pluginFolder, plugins::apply);
        }
    }

    private void scan(boolean isFirst, DropFolder folder, Apply apply) {
        if (isClosed) {
            return;
        }
        try {
            apply.to(isFirst ? folder.first() : folder.next());
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "A folder of extensions could not be followed", e);
        }
    }

    @FunctionalInterface
    private interface Apply {
        void to(DropFolder.Changes changes);
    }

    /** What became of each file. */
    List<ExtensionInfo> list() {
        final List<ExtensionInfo> all = new ArrayList<>(modules.list());
        all.addAll(plugins.list());
        return List.copyOf(all);
    }

    /** Stops all plugins and modules; idempotent. */
    @Override
    public void close() {
        isClosed = true;
        watch.interrupt();
        synchronized (this) {
            plugins.close();
            modules.close();
            framework.close();
        }
    }
}
