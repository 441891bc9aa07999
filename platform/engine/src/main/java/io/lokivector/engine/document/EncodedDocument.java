package io.lokivector.engine.document;

import java.util.Map;

/**
 * A document in the form it is stored in.
 *
 * @param body the encoded bytes, without its vectors
 * @param vectors the vectors by field
 */
@SuppressWarnings("ArrayRecordComponent") // made once, kept, never changed
public record EncodedDocument(byte[] body, Map<String, float[]> vectors) {}
