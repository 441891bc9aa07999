package io.lokivector.tck.storage;

import java.io.IOException;

/** The machine of a {@link CrashFiles} lost its power; nothing of it answers any more. */
public final class CrashException extends IOException {
    private static final long serialVersionUID = 1L;

    CrashException() {
        super("the machine has crashed");
    }
}
