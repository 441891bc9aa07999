package io.lokivector.spi.console;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;

/**
 * Makes one console page.
 *
 * @param <C> the configuration record
 */
public interface ConsolePageFactory<C extends Record> extends ExtensionFactory<C> {
    /** Makes the page. */
    ConsolePage create(C config, ExtensionContext context);
}
