package io.lokivector.kernel.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * A plugin's own classes first, then those of the plugins it depends on, then what all share;
 * except that the contracts are never the plugin's own.
 */
final class PluginClasses extends PluginClassLoader {
    PluginClasses(PluginManager manager, PluginDescriptor descriptor, SharedClasses shared) {
        super(manager, descriptor, shared, ClassLoadingStrategy.PDA);
    }

    @Override
    protected boolean shouldDelegateToParent(String className) {
        return SharedClasses.areShared(className);
    }

    /** The plugin's own resources of a name. */
    List<URL> ownResources(String name) throws IOException {
        return Collections.list(findResources(name));
    }
}
