package io.lokivector.spi.limit;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes rate limiters of one type.
 *
 * @param <C> the configuration record
 */
public interface RateLimiterFactory<C extends Record> extends ExtensionFactory<C> {
    /** Makes a limiter in which no key has used anything. */
    RateLimiter create(C config, ExtensionContext context);
}
