package io.lokivector.spi.request;

/**
 * The answer of a request that has nothing to tell but its success.
 *
 * @param message for people
 */
public record Done(String message) {}
