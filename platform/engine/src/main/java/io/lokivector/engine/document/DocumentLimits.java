package io.lokivector.engine.document;

/**
 * How large a document may be.
 *
 * @param bytesMax its encoded size, vectors included
 * @param depthMax how deep lists and objects may stand inside each other; the document itself is 1
 */
public record DocumentLimits(int bytesMax, int depthMax) {
    /** The longest name of a field, in characters. */
    static final int FIELD_NAME_LENGTH_MAX = 1_024;
}
