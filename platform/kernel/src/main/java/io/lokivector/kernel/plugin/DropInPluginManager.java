package io.lokivector.kernel.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultExtensionFinder;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

/**
 * pf4j, told about one file at a time: it gives each plugin its class loader, starts and stops it.
 *
 * <p>What to load, in which order, and why not, {@link Plugins} decides. For one thread.
 */
final class DropInPluginManager extends AbstractPluginManager {
    private final SharedClasses shared;
    private final Map<Path, PluginFile> files = new ConcurrentHashMap<>();

    /**
     * Starts with no plugin.
     *
     * @param spiVersion the version that plugins may require a range of
     */
    DropInPluginManager(SharedClasses shared, String spiVersion) {
        super(List.of());
        this.shared = shared;
        setSystemVersion(spiVersion);
        setExactVersionAllowed(true);
    }

    @Override
    protected void initialize() {
        super.initialize();
        // Otherwise one plugin with a missing dependency keeps all others from being loaded.
        setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
    }

    /**
     * Loads and starts a plugin whose dependencies run.
     *
     * @throws PluginRuntimeException with the plugin's own failure as its cause
     */
    PluginClasses run(PluginFile file) {
        files.put(file.copy(), file);
        loadPlugin(file.copy());
        final PluginState state = startPlugin(file.id());
        if (!state.isStarted()) {
            final @Nullable Throwable failure = getPlugin(file.id()).getFailedException();
            if (failure == null) {
                throw new PluginRuntimeException("it could not be started");
            }
            throw new PluginRuntimeException(failure);
        }
        return (PluginClasses) getPluginClassLoader(file.id());
    }

    /** Stops and unloads a plugin, if it is there, and closes its class loader. */
    void forget(PluginFile file) {
        final @Nullable PluginWrapper wrapper = plugins.get(file.id());
        if (wrapper != null && wrapper.getPluginPath().equals(file.copy())) {
            unloadPlugin(file.id(), false);
            // A plugin whose stop failed would stay in this list, and in memory.
            startedPlugins.remove(wrapper);
        }
        files.remove(file.copy());
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path path) {
                return files.containsKey(path);
            }

            @Override
            public PluginDescriptor find(Path path) {
                return known(path).descriptor();
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return files.containsKey(path);
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                final PluginClasses classes =
                        new PluginClasses(DropInPluginManager.this, descriptor, shared);
                for (final Path place : known(path).classPath()) {
                    try {
                        classes.addURL(place.toUri().toURL());
                    } catch (MalformedURLException e) {
                        throw new PluginRuntimeException(e);
                    }
                }
                return classes;
            }
        };
    }

    private PluginFile known(Path path) {
        final @Nullable PluginFile file = files.get(path);
        if (file == null) {
            throw new PluginRuntimeException("unknown file " + path);
        }
        return file;
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> {
            try {
                return make(wrapper);
            } catch (InvocationTargetException e) {
                throw new PluginRuntimeException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new PluginRuntimeException(e);
            }
        };
    }

    private static Plugin make(PluginWrapper wrapper) throws ReflectiveOperationException {
        final String name = wrapper.getDescriptor().getPluginClass();
        final Class<?> type = wrapper.getPluginClassLoader().loadClass(name);
        if (!Plugin.class.isAssignableFrom(type)) {
            throw new PluginRuntimeException(name + " is no org.pf4j.Plugin");
        }
        for (final Constructor<?> constructor : type.getConstructors()) {
            if (List.of(constructor.getParameterTypes()).equals(List.of(PluginWrapper.class))) {
                return (Plugin) constructor.newInstance(wrapper);
            }
        }
        return (Plugin) type.getConstructor().newInstance();
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path path) {
                return false;
            }
        };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {}

            @Override
            public void enablePlugin(String id) {}
        };
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new DefaultExtensionFinder(this);
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }
}
