package io.lokivector.spi.request;

import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Operation;
import java.util.List;
import java.util.Optional;

/**
 * A request about API keys.
 *
 * @param <R> what it answers
 */
public sealed interface KeyRequest<R> extends Request<R> {
    @Override
    default Optional<Operation> requiredOperation() {
        return Optional.of(Operation.ADMIN);
    }

    /** Makes a key. */
    record CreateKey(ApiKeys.NewKey key) implements KeyRequest<ApiKeys.IssuedKey> {}

    /** Lists all keys. */
    record ListKeys() implements KeyRequest<List<ApiKey>> {}

    /** Shows one key. */
    record GetKey(String id) implements KeyRequest<ApiKey> {}

    /** Changes a key. */
    record ChangeKey(String id, ApiKeys.KeyChange change) implements KeyRequest<ApiKey> {}

    /** Revokes a key. */
    record RevokeKey(String id) implements KeyRequest<Done> {}

    /** Gives a key a new secret. */
    record RotateKey(String id) implements KeyRequest<ApiKeys.IssuedKey> {}

    /** Counts keys. */
    record CountKeys() implements KeyRequest<ApiKeys.Statistics> {}
}
