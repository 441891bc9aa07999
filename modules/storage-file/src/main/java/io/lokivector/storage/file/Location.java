package io.lokivector.storage.file;

/**
 * Where a value is.
 *
 * @param segment the number of its segment
 * @param offset the position of its first byte; its checksum stands in the four bytes before
 * @param length its length in bytes
 */
record Location(int segment, int offset, int length) {}
