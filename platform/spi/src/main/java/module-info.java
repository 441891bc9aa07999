/**
 * The contracts of LokiVector: every socket that a module or a plugin can fill, and nothing else.
 */
module io.lokivector.spi {
    requires static transitive org.jspecify;

    exports io.lokivector.spi;
    exports io.lokivector.spi.console;
    exports io.lokivector.spi.embedding;
    exports io.lokivector.spi.extension;
    exports io.lokivector.spi.file;
    exports io.lokivector.spi.index;
    exports io.lokivector.spi.limit;
    exports io.lokivector.spi.request;
    exports io.lokivector.spi.schema;
    exports io.lokivector.spi.security;
    exports io.lokivector.spi.storage;
    exports io.lokivector.spi.transport;
}
