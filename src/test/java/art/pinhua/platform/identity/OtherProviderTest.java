package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/// People whom another provider signs in: known by issuer and subject, whatever they are called.
@QuarkusTest
class OtherProviderTest {
    @Inject
    LiveSession sessions;

    @Inject
    People people;

    private final String subject = UUID.randomUUID().toString();
    private final String name = "n" + subject.substring(0, 8);

    @Test
    void aRenamedPersonStaysThemselvesAndTheNameMayGoToAnother() {
        var before = arrive(subject, name);
        var after = arrive(subject, name + "-married");
        assertEquals(before.getPrincipal().getName(), after.getPrincipal().getName());
        var id = UUID.fromString(after.getPrincipal().getName());
        assertEquals(name + "-married", people.find(id).orElseThrow().name());
        assertNotEquals(
                before.getPrincipal().getName(),
                arrive(UUID.randomUUID().toString(), name).getPrincipal().getName());
    }

    @Test
    void rolesAndTokenStay() {
        var identity = arrive(subject, name);
        assertTrue(identity.hasRole("expert"));
        var token = (JsonWebToken) identity.getPrincipal();
        assertEquals(subject, token.getSubject());
    }

    @Test
    void whoeverIsDisabledIsAVisitor() {
        var id = UUID.fromString(arrive(subject, name).getPrincipal().getName());
        people.disable(id);
        var identity = arrive(subject, name);
        assertTrue(identity.isAnonymous());
        assertFalse(identity.hasRole("expert"));
    }

    @Test
    void whoeverHoldsNoRoleIsListedWithNone() {
        var id = UUID.fromString(
                arrive(subject, name, Set.of("offline_access")).getPrincipal().getName());
        assertEquals(Set.of(), rolesOf(id));
        arrive(subject, name, Set.of("curator", "expert"));
        assertEquals(Set.of("curator", "expert"), rolesOf(id));
        arrive(subject, name, Set.of());
        assertEquals(Set.of(), rolesOf(id));
    }

    /// Anew from the database each time.
    private Set<String> rolesOf(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> people.find(id).orElseThrow().roles());
    }

    private SecurityIdentity arrive(String subject, String name) {
        return arrive(subject, name, Set.of("expert"));
    }

    private SecurityIdentity arrive(String subject, String name, Set<String> roles) {
        var token = new Token(Map.of("iss", "https://other.example/realm", "sub", subject, "preferred_username", name));
        return sessions.ifItLives(
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(token)
                        .addRoles(roles)
                        .build(),
                token);
    }

    private record Token(Map<String, Object> claims) implements JsonWebToken {
        @Override
        public String getName() {
            return String.valueOf(claims.get("preferred_username"));
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // as the interface has it
        public <T> T getClaim(String claim) {
            return (T) claims.get(claim);
        }
    }
}
