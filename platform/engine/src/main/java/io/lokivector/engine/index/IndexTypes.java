package io.lokivector.engine.index;

import io.lokivector.engine.extension.ExtensionRegistry;
import io.lokivector.engine.extension.Sockets;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.index.VectorIndex;
import io.lokivector.spi.index.VectorIndexFactory;
import io.lokivector.spi.index.VectorSpace;
import io.lokivector.spi.schema.PropertyDescription;
import io.lokivector.spi.schema.RecordSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vector index types that are there at this moment. Thread-safe. */
public final class IndexTypes {
    private final ExtensionRegistry registry;
    private final ExtensionContext context;

    /** The types that a registry offers; the context is given to the indexes. */
    public IndexTypes(ExtensionRegistry registry, ExtensionContext context) {
        this.registry = registry;
        this.context = context;
    }

    /** Why searches fail that need a type which is not there. */
    static String missing(String type) {
        return "vector index type '"
                + type
                + "' is not installed; install the plugin that provides it";
    }

    /** Maker of indexes; empty if the type is not there. */
    public Optional<IndexMaker> maker(String type, VectorFieldOptions.Split options) {
        return factory(type).map(factory -> maker(factory, options));
    }

    /**
     * Checks the options of an index that is to be made.
     *
     * @throws LokiVectorException {@code BAD_REQUEST} if the type is not there or an option is
     *     wrong
     */
    public void check(String type, VectorFieldOptions.Split options) {
        final Optional<VectorIndexFactory<?>> factory = factory(type);
        if (factory.isEmpty()) {
            final List<String> known = types();
            throw new LokiVectorException(
                    ErrorCode.BAD_REQUEST,
                    "there is no index type '"
                            + type
                            + "'; there are unique, ordered, hash"
                            + (known.isEmpty() ? "" : ", " + String.join(", ", known)),
                    Map.of("type", type));
        }
        RecordSchema.of(factory.get().configType()).bind(options.ofType(), "options");
    }

    private static <C extends Record> IndexMaker maker(
            VectorIndexFactory<C> factory,
            VectorFieldOptions.Split options,
            ExtensionContext context) {
        final C config = RecordSchema.of(factory.configType()).bind(options.ofType(), "options");
        return dimension -> create(factory, config, options.common().space(dimension), context);
    }

    private IndexMaker maker(VectorIndexFactory<?> factory, VectorFieldOptions.Split options) {
        return maker(factory, options, context);
    }

    private static <C extends Record> VectorIndex create(
            VectorIndexFactory<C> factory, C config, VectorSpace space, ExtensionContext context) {
        return factory.create(config, space, context);
    }

    private Optional<VectorIndexFactory<?>> factory(String type) {
        return registry.find(Sockets.VECTOR_INDEX, type).map(ExtensionRegistry.Offer::factory);
    }

    /** The options of a type; none if it is not there. */
    public List<PropertyDescription> options(String type) {
        return factory(type)
                .map(factory -> RecordSchema.of(factory.configType()).properties())
                .orElse(List.of());
    }

    private List<String> types() {
        return registry.offers(Sockets.VECTOR_INDEX).stream()
                .map(offer -> offer.factory().type())
                .sorted()
                .toList();
    }
}
