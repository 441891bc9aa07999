package io.lokivector.spi.security;

import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.extension.ExtensionFactory;
import io.lokivector.spi.storage.DurableMap;

/**
 * Makes authenticators of one type.
 *
 * @param <C> the configuration record
 */
public interface AuthenticatorFactory<C extends Record> extends ExtensionFactory<C> {
    /**
     * Makes an authenticator.
     *
     * @param store what it must remember, in the database, out of reach of the document API
     */
    Authenticator create(C config, DurableMap store, ExtensionContext context);
}
