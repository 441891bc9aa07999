package io.lokivector.kernel;

import io.lokivector.kernel.lifecycle.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops the server when the process is told to end; the process then ends with 0. */
final class Shutdown implements Runnable {
    private static final long BOOT_SECONDS_MAX = 30;

    private final CompletableFuture<Server> server = new CompletableFuture<>();

    /** Says which server to stop. */
    void stops(Server started) {
        server.complete(started);
    }

    @Override
    public void run() {
        try {
            // A server that is still starting is let finish: stopping half of one is riskier.
            server.get(BOOT_SECONDS_MAX, TimeUnit.SECONDS).close();
            // The JVM would report the signal as its exit code, which looks like a failure.
            Runtime.getRuntime().halt(0);
        } catch (TimeoutException | ExecutionException e) {
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
