package io.lokivector.kernel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.http.HttpHost;
import io.lokivector.http.WebContext;
import io.lokivector.kernel.configuration.ServerSettings;
import io.lokivector.spi.LokiVectorException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP port: what is mounted on it, and what it answers by itself. */
class JettyHostTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(
                    Optional.empty(),
                    0,
                    false,
                    1024,
                    2048,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1));

    private final AtomicReference<String> whyNotReady = new AtomicReference<>("");
    private JettyHost host;

    @BeforeEach
    void open() {
        host = JettyHost.open(SETTINGS, "127.0.0.1", whyNotReady::get);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(host.address()).getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    private static void assertAnswer(String answer, int status, String code) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.toLowerCase().contains("content-type: application/json"), answer);
        assertTrue(answer.contains("\"code\":\"" + code + "\""), answer);
        assertFalse(answer.contains("jetty"), answer);
        assertFalse(answer.contains("Server:"), answer);
    }

    private record Page(String path, ClassLoader classLoader, Answer answer) implements WebContext {
        @Override
        public void onStartup(ServletContext context) {
            final HttpServlet servlet =
                    new HttpServlet() {
                        @Override
                        protected void service(HttpServletRequest request, HttpServletResponse r)
                                throws IOException {
                            answer.to(request, r);
                        }
                    };
            context.addServlet("page", servlet).addMapping("/*");
        }
    }

    private interface Answer {
        void to(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    private HttpHost.Mount mount(String path, Answer answer) {
        return host.mount(new Page(path, getClass().getClassLoader(), answer));
    }

    @Test
    void theLongestPathAnswersAndUnmountingGivesItBack() throws IOException {
        mount("/", (request, response) -> response.getWriter().print("root"));
        assertTrue(get("/console/x").endsWith("root"));
        final HttpHost.Mount console =
                mount("/console", (request, response) -> response.getWriter().print("console"));
        assertTrue(get("/console/x").endsWith("console"));
        assertTrue(get("/other").endsWith("root"));
        console.close();
        console.close();
        assertTrue(get("/console/x").endsWith("root"));
        mount("/console", (request, response) -> response.getWriter().print("again"));
        assertTrue(get("/console/").contains("again"));
    }

    @Test
    void aPathIsTakenOnce() {
        mount("/a", (request, response) -> {});
        final IllegalStateException taken =
                assertThrows(
                        IllegalStateException.class, () -> mount("/a/", (request, response) -> {}));
        assertTrue(taken.getMessage().contains("/a"));
    }

    @Test
    void servletsRunOnVirtualThreadsWithTheLoaderOfTheirContext() throws IOException {
        final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        final AtomicReference<ClassLoader> seen = new AtomicReference<>();
        final AtomicReference<Boolean> isVirtual = new AtomicReference<>();
        host.mount(
                new Page(
                        "/",
                        loader,
                        (request, response) -> {
                            seen.set(Thread.currentThread().getContextClassLoader());
                            isVirtual.set(Thread.currentThread().isVirtual());
                        }));
        get("/");
        assertEquals(loader, seen.get());
        assertTrue(isVirtual.get());
    }

    @Test
    void aServletThatThrowsShowsNoneOfIt() throws IOException {
        mount(
                "/",
                (request, response) -> {
                    throw new IllegalStateException("a secret path");
                });
        final String answer = get("/");
        assertAnswer(answer, 500, "INTERNAL");
        assertFalse(answer.contains("secret"), answer);
    }

    @Test
    void untilTheServerIsReadyItSaysWhyNot() throws IOException {
        whyNotReady.set("replaying \"the\" log");
        final String answer = get("/collections");
        assertAnswer(answer, 503, "UNAVAILABLE");
        assertTrue(answer.contains("replaying \\\"the\\\" log"), answer);
        assertTrue(get("/health/live").startsWith("HTTP/1.1 200"));
        whyNotReady.set("");
        assertAnswer(get("/collections"), 404, "NOT_FOUND");
    }

    @Test
    void whatIsNoHttpOrTooLargeIsAnsweredInJson() throws IOException {
        mount("/", (request, response) -> request.getInputStream().readAllBytes());
        assertAnswer(send("BLAH\r\n\r\n"), 400, "BAD_REQUEST");
        assertAnswer(get("/%zz"), 400, "BAD_REQUEST");
        assertAnswer(get("/" + "x".repeat(3000)), 414, "TOO_LARGE");
        assertAnswer(
                send("GET / HTTP/1.1\r\nHost: x\r\nBig: " + "x".repeat(3000) + "\r\n\r\n"),
                431,
                "TOO_LARGE");
        assertAnswer(
                send(
                        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length:"
                                + " 4096\r\n\r\n"
                                + "x".repeat(4096)),
                413,
                "TOO_LARGE");
    }

    @Test
    void aTakenPortIsNamed() {
        final int port = URI.create(host.address()).getPort();
        final ServerSettings same =
                new ServerSettings(
                        Optional.empty(),
                        port,
                        false,
                        1024,
                        2048,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1));
        final LokiVectorException taken =
                assertThrows(
                        LokiVectorException.class,
                        () -> JettyHost.open(same, "127.0.0.1", () -> ""));
        assertTrue(taken.problem().contains("port " + port + " on 127.0.0.1"), taken.problem());
    }

    @Test
    void drainingWaitsForTheRequestUnderWay() throws Exception {
        final CountDownLatch isUnderWay = new CountDownLatch(1);
        final CountDownLatch mayFinish = new CountDownLatch(1);
        mount(
                "/",
                (request, response) -> {
                    isUnderWay.countDown();
                    try {
                        mayFinish.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    response.getWriter().print("finished");
                });
        final AtomicReference<String> answer = new AtomicReference<>("");
        final Thread client =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                answer.set(get("/"));
                            } catch (IOException e) {
                                answer.set(e.toString());
                            }
                        });
        isUnderWay.await();
        assertFalse(host.drain(Duration.ofMillis(100)));
        mayFinish.countDown();
        assertTrue(host.drain(Duration.ofSeconds(5)));
        client.join();
        assertTrue(answer.get().endsWith("finished"), answer.get());
    }
}
