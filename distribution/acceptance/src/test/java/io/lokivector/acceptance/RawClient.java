package io.lokivector.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends any bytes at all as an HTTP request, on a connection of its own. */
record RawClient(int port, String key, int timeoutMillis) {
    /** An answer; the body is decoded from chunks. */
    record Answer(int status, String head, String body) {}

    /**
     * Sends a request with a JSON body.
     *
     * @param target what stands after the method, as it is
     */
    Answer json(String method, String target, String body) throws IOException {
        return send(method, target, "Content-Type: application/json\r\n", utf8(body));
    }

    /**
     * Sends a request.
     *
     * @param headers lines that end with CR LF
     */
    Answer send(String method, String target, String headers, byte[] body) throws IOException {
        final String head =
                method
                        + ' '
                        + target
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: "
                        + key
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n"
                        + headers
                        + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(timeoutMillis);
            final ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(utf8(head));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            return parse(socket.getInputStream());
        }
    }

    private static Answer parse(InputStream in) throws IOException {
        final byte[] all = in.readAllBytes();
        final String text = new String(all, StandardCharsets.ISO_8859_1);
        final int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("no HTTP answer but '" + text + "'");
        }
        final String head = text.substring(0, end);
        final String raw = text.substring(end + 4);
        final boolean chunked =
                head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        final String body = chunked ? joined(raw) : raw;
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                head,
                new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String joined(String chunks) {
        final StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            final int line = chunks.indexOf("\r\n", at);
            final int size = Integer.parseInt(chunks.substring(at, line), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
