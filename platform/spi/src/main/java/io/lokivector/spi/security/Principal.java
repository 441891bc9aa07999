package io.lokivector.spi.security;

/**
 * Who a request is made for, once believed.
 *
 * @param id stable, for limits, logs and metrics; never a secret
 * @param name for people
 * @param permissions what it may reach
 */
public record Principal(String id, String name, Permissions permissions) {}
