package art.pinhua.platform.identity;

import art.pinhua.platform.Roles;
import art.pinhua.platform.audit.AuditLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;

/// The keys that sign tokens, for administrators who have to change them before their time.
@Path("/api/sign-in/keys")
@RolesAllowed(Roles.ADMIN)
public class SignInKeysResource {
    private final SigningKeys keys;
    private final AuditLog audit;

    SignInKeysResource(SigningKeys keys, AuditLog audit) {
        this.keys = keys;
        this.audit = audit;
    }

    public record KeyView(String keyId) {}

    /// Tokens are signed by a new key from now on; whoever is signed in stays so.
    @POST
    @RunOnVirtualThread
    public KeyView rotate() {
        var pair = SigningKeys.pair();
        return QuarkusTransaction.requiringNew().call(() -> {
            var key = keys.rotate(pair);
            audit.record("sign-in.key-rotated", key, Map.of());
            return new KeyView(key);
        });
    }
}
