package io.lokivector.transport.rest;

import io.lokivector.spi.transport.Transport;
import io.lokivector.tck.transport.TransportTck;
import io.lokivector.tck.transport.WireClient;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RestTransportTckTest extends TransportTck {
    private static JettyHost host;

    @BeforeAll
    static void openPort() throws Exception {
        host = new JettyHost();
    }

    @AfterAll
    static void closePort() {
        host.close();
    }

    @Override
    protected Transport transport() {
        return new RestTransport(
                new RestConfig("/", true, FRAME_LIMIT_BYTES, 64),
                host,
                new Random(1),
                InstantSource.system());
    }

    @Override
    protected WireClient client(String address) {
        return new HttpWireClient(address);
    }
}
