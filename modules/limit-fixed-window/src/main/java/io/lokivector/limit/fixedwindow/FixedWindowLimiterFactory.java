package io.lokivector.limit.fixedwindow;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.limit.RateLimiter;
import io.lokivector.spi.limit.RateLimiterFactory;

/** Makes limiters that count in fixed windows. */
@ServiceProvider(RateLimiterFactory.class)
public final class FixedWindowLimiterFactory implements RateLimiterFactory<FixedWindowConfig> {
    /** Called by whoever looks up the services of this bundle. */
    public FixedWindowLimiterFactory() {}

    @Override
    public String type() {
        return "fixed-window";
    }

    @Override
    public Class<FixedWindowConfig> configType() {
        return FixedWindowConfig.class;
    }

    @Override
    public RateLimiter create(FixedWindowConfig config, ExtensionContext context) {
        return new FixedWindowLimiter(config.maxKeys());
    }
}
