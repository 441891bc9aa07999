/** Boots the server: configuration, modules, plugins, HTTP port, lifecycle. Nobody imports it. */
module io.lokivector.kernel {
    requires io.lokivector.engine;
    requires io.lokivector.gateway;
    requires io.lokivector.http;
    requires io.lokivector.spi;
    requires static org.jspecify;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires java.management;
    requires jdk.management;
    requires jdk.unsupported;
    requires com.github.zafarkhaja.semver;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires org.apache.felix.framework;
    requires org.eclipse.jetty.ee11.servlet;
    requires org.eclipse.jetty.server;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires pf4j;

    uses org.osgi.framework.launch.FrameworkFactory;

    provides ch.qos.logback.classic.spi.Configurator with
            io.lokivector.kernel.logging.ConsoleLogging;

    // The configuration's records are read by the schema.
    exports io.lokivector.kernel.configuration to
            io.lokivector.spi;
}
