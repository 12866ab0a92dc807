package art.pinhua.platform.identity;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sends this request. Not to be asked on an event-loop thread.
@RequestScoped
public class CurrentPerson {
    private final CurrentIdentityAssociation identities;
    private final Accounts accounts;
    private final Acquaintances acquaintances;
    private @Nullable Optional<Person> answer;

    CurrentPerson(CurrentIdentityAssociation identities, Accounts accounts, Acquaintances acquaintances) {
        this.identities = identities;
        this.accounts = accounts;
        this.acquaintances = acquaintances;
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
        return identity()
                .filter(identity -> !identity.isAnonymous())
                .flatMap(identity -> account(identity)
                        .filter(account -> !account.disabled)
                        .map(account ->
                                new Person(account.id, account.name, account.displayName, identity.getRoles())));
    }

    /// A sign-in that has run out makes a visitor, not a fault.
    private Optional<SecurityIdentity> identity() {
        try {
            return Optional.of(identities.getIdentity());
        } catch (AuthenticationFailedException | AuthenticationRedirectException runOut) {
            return Optional.empty();
        }
    }

    private Optional<Account> account(SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof KnownToken token) {
            return accounts.findByIdOptional(token.personId());
        }
        var name = identity.getPrincipal().getName();
        return Optional.of(acquaintances.of("system", name, name, name, identity.getRoles()));
    }
}
