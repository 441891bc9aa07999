package io.lokivector.transport.rest;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.http.HttpHost;
import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.transport.Transport;
import io.lokivector.spi.transport.TransportContext;
import io.lokivector.spi.transport.TransportFactory;

/** Makes the transport {@code rest}. */
@ServiceProvider(TransportFactory.class)
public final class RestTransportFactory implements TransportFactory<RestConfig> {
    /** For the service loader. */
    public RestTransportFactory() {}

    @Override
    public String type() {
        return "rest";
    }

    @Override
    public Class<RestConfig> configType() {
        return RestConfig.class;
    }

    @Override
    public Transport create(RestConfig config, TransportContext context) {
        final HttpHost host =
                context.facility(HttpHost.class)
                        .orElseThrow(() ->
                                new LokiVectorException(
                                        ErrorCode.UNAVAILABLE,
                                        "the transport 'rest' needs an HTTP port, and this"
                                                + " server has none; switch its HTTP host"
                                                + " on, or leave the transport out"));
        return new RestTransport(config, host, context.random(), context.clock());
    }
}
