package io.lokivector.kernel.module;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The OSGi framework that modules live in, and whose service registry everybody shares. */
public final class ModuleFramework implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ModuleFramework.class.getName());
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Framework framework;

    private ModuleFramework(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts it with nothing installed.
     *
     * @param cache a folder of its own, emptied
     */
    public static ModuleFramework start(Path cache) {
        final Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        settings.put(
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, SystemPackages.ofJdk());
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.ofPlatform());
        // The kernel registers services that bundles declare in META-INF/services.
        settings.put(
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=1.0,"
                        + "osgi.extender;osgi.extender=\"osgi.serviceloader.processor\";version:Version=1.0");
        settings.put("felix.service.urlhandlers", "false");
        settings.put("felix.log.level", "1");
        try {
            final Framework framework =
                    ServiceLoader.load(FrameworkFactory.class)
                            .findFirst()
                            .orElseThrow()
                            .newFramework(settings);
            framework.start();
            return new ModuleFramework(framework);
        } catch (BundleException e) {
            throw new LokiVectorException(
                    ErrorCode.INTERNAL,
                    "the module framework cannot start in " + cache + ": " + e.getMessage(),
                    e);
        }
    }

    /** The framework's own context. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops all modules and the framework; idempotent. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_TIMEOUT.toMillis());
        } catch (BundleException e) {
            LOG.log(System.Logger.Level.WARNING, "The module framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
