package io.lokivector.gateway;

import io.lokivector.spi.ErrorCode;
import io.lokivector.spi.LokiVectorException;
import io.lokivector.spi.request.Done;
import io.lokivector.spi.request.KeyRequest;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Authenticator;
import java.util.List;
import java.util.function.Supplier;

/** Answers requests about keys, by the first authenticator that manages keys. */
final class KeyDesk {
    private final Supplier<List<Authenticator>> authenticators;

    KeyDesk(Supplier<List<Authenticator>> authenticators) {
        this.authenticators = authenticators;
    }

    @SuppressWarnings("unchecked") // Each kind of request is paired with its answer right here.
    <R> R answer(KeyRequest<R> request) {
        final ApiKeys keys = keys();
        return (R)
                switch (request) {
                    case KeyRequest.CreateKey(ApiKeys.NewKey key) -> keys.create(key);
                    case KeyRequest.ListKeys() -> keys.list();
                    case KeyRequest.GetKey(String id) ->
                            keys.find(id).orElseThrow(() -> unknown(id));
                    case KeyRequest.ChangeKey(String id, ApiKeys.KeyChange change) ->
                            keys.change(id, change).orElseThrow(() -> unknown(id));
                    case KeyRequest.RevokeKey(String id) -> revoke(keys, id);
                    case KeyRequest.RotateKey(String id) ->
                            keys.rotate(id).orElseThrow(() -> unknown(id));
                    case KeyRequest.CountKeys() -> keys.statistics();
                };
    }

    private static Done revoke(ApiKeys keys, String id) {
        if (!keys.revoke(id)) {
            throw unknown(id);
        }
        return new Done("API key revoked successfully");
    }

    private ApiKeys keys() {
        for (final Authenticator authenticator : authenticators.get()) {
            if (authenticator instanceof final ApiKeys keys) {
                return keys;
            }
        }
        throw new LokiVectorException(
                ErrorCode.UNAVAILABLE,
                "No running authenticator manages keys; name one that does, such as api-key, under"
                        + " gateway.authenticators");
    }

    private static LokiVectorException unknown(String id) {
        return new LokiVectorException(
                ErrorCode.NOT_FOUND,
                "API key not found: there is none to act on of id '" + id + "'");
    }
}
