package io.lokivector.auth.apikey;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.lokivector.spi.extension.ExtensionContext;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.AuthenticatorFactory;
import io.lokivector.spi.storage.DurableMap;
import java.security.SecureRandom;

/** Makes authenticators that know clients by API keys, and manage these. */
@ServiceProvider(AuthenticatorFactory.class)
public final class ApiKeyAuthenticatorFactory implements AuthenticatorFactory<ApiKeyConfig> {
    /** Called by whoever looks up the services of this bundle. */
    public ApiKeyAuthenticatorFactory() {}

    @Override
    public String type() {
        return "api-key";
    }

    @Override
    public Class<ApiKeyConfig> configType() {
        return ApiKeyConfig.class;
    }

    @Override
    public Authenticator create(ApiKeyConfig config, DurableMap store, ExtensionContext context) {
        // Not context.random(): that may be seeded, and whoever knows a seed knows every key.
        final KeyMint mint = new KeyMint(new SecureRandom());
        final KeyRing ring = KeyRing.open(store, config.maxKeys());
        return new ApiKeyAuthenticator(ring, mint, context.clock(), context.executor());
    }
}
