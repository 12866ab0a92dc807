package art.pinhua.platform.identity;

import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Who sends this request. Not to be asked on an event-loop thread.
@RequestScoped
public class CurrentPerson {
    private final CurrentIdentityAssociation identities;
    private final Accounts accounts;
    private final BundledProvider provider;
    private final EntityManager database;
    private final Clock clock;
    private final Ids ids;
    private @Nullable Optional<Person> answer;

    CurrentPerson(
            CurrentIdentityAssociation identities,
            Accounts accounts,
            BundledProvider provider,
            EntityManager database,
            Clock clock,
            Ids ids) {
        this.identities = identities;
        this.accounts = accounts;
        this.provider = provider;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /// Empty for visitors without a sign-in, also when theirs has run out.
    @Transactional
    public Optional<Person> find() {
        if (answer == null) {
            answer = identify();
        }
        return answer;
    }

    /// @throws ProblemException `NOT_SIGNED_IN`
    @Transactional
    public Person require() {
        return find().orElseThrow(() ->
                new ProblemException(CommonProblem.NOT_SIGNED_IN, "This is for people who are signed in."));
    }

    private Optional<Person> identify() {
        var identity = identity();
        if (identity.isEmpty() || identity.get().isAnonymous()) {
            return Optional.empty();
        }
        var account = account(identity.get());
        return account.disabled
                ? Optional.empty()
                : Optional.of(new Person(
                        account.id,
                        account.name,
                        account.displayName,
                        identity.get().getRoles()));
    }

    /// A sign-in that has run out makes a visitor, not a fault.
    private Optional<SecurityIdentity> identity() {
        try {
            return Optional.of(identities.getIdentity());
        } catch (AuthenticationFailedException | AuthenticationRedirectException runOut) {
            return Optional.empty();
        }
    }

    /// Other providers' people get a row when they are first seen; the name in it follows their tokens.
    private Account account(SecurityIdentity identity) {
        var name = identity.getPrincipal().getName();
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return known("system", name, name, name, identity.getRoles());
        }
        var local = provider.inUse() && provider.issuer().equals(token.getIssuer());
        var displayName = Optional.ofNullable(token.<String>getClaim("name")).orElse(name);
        return known(
                local ? Account.LOCAL : token.getIssuer(), token.getSubject(), name, displayName, identity.getRoles());
    }

    private Account known(String issuer, String subject, String name, String displayName, Set<String> roles) {
        return accounts.ofSubject(issuer, subject).orElseGet(() -> {
            // two first requests may arrive together: the key decides, and both read the same row
            database.createNativeQuery("""
                    insert into person (id, issuer, subject, name, display_name, role, created_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (issuer, subject) do nothing""")
                    .setParameter(1, ids.next())
                    .setParameter(2, issuer)
                    .setParameter(3, subject)
                    .setParameter(4, name)
                    .setParameter(5, displayName)
                    .setParameter(6, Role.holding(roles).name())
                    .setParameter(7, clock.instant())
                    .executeUpdate();
            return accounts.ofSubject(issuer, subject).orElseThrow();
        });
    }
}
