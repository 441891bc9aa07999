package io.lokivector.index.jvector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.lokivector.spi.file.DiskFiles;
import io.lokivector.spi.index.Metric;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndex.Search;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.RecordSchema;
import io.lokivector.tck.TestContext;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadTest {
    private static final int DIMENSION = 8;

    @TempDir Path directory;

    /** Brings everything along, as a plugin does, but what the server shares with it. */
    private static final class PluginLoader extends URLClassLoader {
        PluginLoader() throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] classPath() throws MalformedURLException {
            final List<URL> urls = new ArrayList<>();
            for (final String entry :
                    System.getProperty("java.class.path")
                            .split(System.getProperty("path.separator"), -1)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.startsWith("io.lokivector.spi.") || name.startsWith("org.slf4j.")
                    ? UnloadTest.class.getClassLoader().loadClass(name)
                    : super.findClass(name);
        }
    }

    @Test
    void nothingKeepsThePluginInMemoryOnceItsIndexesAreClosed() throws Exception {
        final WeakReference<ClassLoader> loader = useAndLetGo();
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loader.get(), "the plugin's class loader is still there");
    }

    private WeakReference<ClassLoader> useAndLetGo() throws Exception {
        try (PluginLoader loader = new PluginLoader();
                TestContext context = new TestContext(DiskFiles.at(directory))) {
            final VectorIndexFactory<?> factory =
                    (VectorIndexFactory<?>)
                            loader.loadClass(JVectorIndexFactory.class.getName())
                                    .getConstructor()
                                    .newInstance();
            assertNotSame(JVectorIndexFactory.class, factory.getClass());
            use(factory, context);
            return new WeakReference<>(loader);
        }
    }

    /** Everything that starts threads or fills caches: puts, walks, and taking removed ones out. */
    private static <C extends Record> void use(VectorIndexFactory<C> factory, TestContext context)
            throws Exception {
        final Random random = new Random(7);
        final C config = RecordSchema.of(factory.configType()).defaults();
        final VectorSpace space = new VectorSpace(DIMENSION, Metric.COSINE);
        try (VectorIndex index = factory.create(config, space, context)) {
            for (int i = 0; i < 6_000; i++) {
                final float[] vector = new float[DIMENSION];
                for (int j = 0; j < DIMENSION; j++) {
                    vector[j] = (float) random.nextGaussian();
                }
                index.put(i % 3_000, vector);
            }
            assertEquals(5, index.search(new float[DIMENSION], Search.nearest(5)).size());
            index.save(context.files(), "checkpoint");
        }
    }
}
