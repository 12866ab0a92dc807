package art.pinhua.platform.identity;

import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// The token of somebody whom this installation knows. Its name is their id here: whatever is kept under it outlives a
/// change of their sign-in name, and nobody who is given that name later comes into it.
final class KnownToken implements JsonWebToken {
    private final JsonWebToken token;
    private final UUID personId;

    KnownToken(JsonWebToken token, UUID personId) {
        this.token = token;
        this.personId = personId;
    }

    UUID personId() {
        return personId;
    }

    @Override
    public String getName() {
        return personId.toString();
    }

    @Override
    public Set<String> getClaimNames() {
        return token.getClaimNames();
    }

    @Override
    public <T> T getClaim(String claim) {
        return token.getClaim(claim);
    }
}
