/** The one way in: every request passes through it, whatever transport brought it. */
module io.lokivector.gateway {
    requires transitive io.lokivector.engine;
    requires transitive io.lokivector.spi;
    requires static transitive org.jspecify;

    exports io.lokivector.gateway;
}
