package io.lokivector.spi.storage;

/** What a write must have survived before it is acknowledged. */
public enum Durability {
    /** Forced to the disk: survives power loss. */
    FSYNC,
    /** Handed to the operating system: survives the death of the process, not of the machine. */
    OS,
    /** Taken: may be lost with the process. */
    NONE
}
