/** The database itself: collections, queries, indexes, and the change log. */
module io.lokivector.engine {
    requires transitive io.lokivector.spi;
    requires static transitive org.jspecify;

    exports io.lokivector.engine;
    exports io.lokivector.engine.extension;
    exports io.lokivector.engine.query;
    exports io.lokivector.engine.query.regex;
    exports io.lokivector.engine.update;
}
