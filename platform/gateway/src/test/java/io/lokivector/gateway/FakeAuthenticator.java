package io.lokivector.gateway;

import io.lokivector.spi.security.Authentication;
import io.lokivector.spi.security.Authenticator;
import io.lokivector.spi.security.Credentials;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.security.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Knows the API keys it was told; one that begins with {@code explode} makes it fail as badly as an
 * authenticator can: with the credential in the message. It does not read bearer tokens.
 */
class FakeAuthenticator implements Authenticator {
    private final Map<String, Principal> principals = new HashMap<>();
    int asked;

    final FakeAuthenticator knowing(String key, Permissions permissions) {
        principals.put(key, new Principal("id-of-" + key, key, permissions));
        return this;
    }

    @Override
    public final Authentication authenticate(Credentials credentials) {
        asked++;
        final Optional<String> key = credentials.apiKey().map(Secret::reveal);
        if (key.isEmpty()) {
            return new Authentication.NotApplicable();
        }
        if (key.get().startsWith("explode")) {
            throw new IllegalStateException("cannot look up " + key.get());
        }
        final Principal principal = principals.get(key.get());
        return principal == null
                ? new Authentication.Rejected("Invalid API key")
                : new Authentication.Accepted(principal);
    }

    @Override
    public void close() {}
}
