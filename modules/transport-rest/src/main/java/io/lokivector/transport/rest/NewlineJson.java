package io.lokivector.transport.rest;

/** The media type of documents a line each; there are several names in use. */
final class NewlineJson {
    static final String MEDIA_TYPE = "application/x-ndjson";
    static final String WITHOUT_X = "application/ndjson";
    static final String JSON_LINES = "application/jsonl";

    private NewlineJson() {}
}
