package io.lokivector.tck.storage;

import java.io.IOException;

/** The state that all folders of one {@link CrashFiles} share; also their lock. */
final class CrashDisk {
    private long calls;
    private long crashAt = Long.MAX_VALUE;
    private boolean crashed;
    private boolean full;
    private boolean forceFails;

    /** A call of the disk that a crash or failure may hit. */
    enum Call {
        WRITE,
        CREATE,
        CHANGE,
        FORCE
    }

    void check() throws CrashException {
        if (crashed) {
            throw new CrashException();
        }
    }

    /**
     * Runs a mutating call. When the power fails in it, it has begun: its effect is among those of
     * which the crash keeps some.
     */
    void mutate(Call call, Runnable effect, Runnable whenForceFails) throws IOException {
        check();
        calls++;
        final boolean crashesHere = calls >= crashAt;
        if (crashesHere) {
            crashed = true;
        }
        if (call == Call.FORCE) {
            if (crashesHere) {
                // The pages on their way may or may not arrive: they stay unforced.
                throw new CrashException();
            }
            if (forceFails) {
                whenForceFails.run();
                throw new IOException("Input/output error");
            }
        } else if (full && call != Call.CHANGE) {
            throw new IOException("No space left on device");
        }
        effect.run();
        if (crashesHere) {
            throw new CrashException();
        }
    }

    long calls() {
        return calls;
    }

    void crashAt(long call) {
        crashAt = calls + call;
    }

    void crash() {
        crashed = true;
    }

    boolean crashed() {
        return crashed;
    }

    boolean full() {
        return full;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    void forceFails(boolean fails) {
        forceFails = fails;
    }
}
