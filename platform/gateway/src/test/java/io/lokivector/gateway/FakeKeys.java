package io.lokivector.gateway;

import io.lokivector.spi.security.ApiKey;
import io.lokivector.spi.security.ApiKeys;
import io.lokivector.spi.security.Permissions;
import io.lokivector.spi.security.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An authenticator that manages exactly one key, of the id {@value #ID}. */
final class FakeKeys extends FakeAuthenticator implements ApiKeys {
    static final String ID = "key_1";
    static final ApiKey KEY =
            new ApiKey(
                    ID,
                    "u",
                    "lvk_",
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Permissions.all(),
                    "the key",
                    "");
    static final IssuedKey ISSUED = new IssuedKey(KEY, Secret.of("lvk_secret"));

    @Override
    public IssuedKey create(NewKey key) {
        return ISSUED;
    }

    @Override
    public List<ApiKey> list() {
        return List.of(KEY);
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return Optional.of(KEY).filter(key -> key.id().equals(id));
    }

    @Override
    public Optional<ApiKey> change(String id, KeyChange change) {
        return find(id);
    }

    @Override
    public boolean revoke(String id) {
        return id.equals(ID);
    }

    @Override
    public Optional<IssuedKey> rotate(String id) {
        return find(id).map(_ -> ISSUED);
    }

    @Override
    public Optional<IssuedKey> ensureAdminKey(Optional<Secret> given) {
        return Optional.empty();
    }

    @Override
    public Statistics statistics() {
        return new Statistics(1, 1, 0, 0, 0);
    }
}
