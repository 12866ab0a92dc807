package art.pinhua.platform.identity;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/// Invites, finds and disables people.
@ApplicationScoped
public class People {
    private static final int LONGEST_NAME = 200;
    /// PostgreSQL's word for a row that a unique index does not let in.
    private static final String UNIQUE = "23505";

    private final Accounts accounts;
    private final Invitations invitations;
    private final SignInGrants grants;
    private final Passwords passwords;
    private final BundledProvider provider;
    private final Clock clock;
    private final Ids ids;
    private final AuditLog audit;

    People(
            Accounts accounts,
            Invitations invitations,
            SignInGrants grants,
            Passwords passwords,
            BundledProvider provider,
            Clock clock,
            Ids ids,
            AuditLog audit) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.grants = grants;
        this.passwords = passwords;
        this.provider = provider;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
    }

    public Optional<Person> find(UUID id) {
        return accounts.findByIdOptional(id).map(Account::person);
    }

    List<Account> all() {
        return accounts.byName();
    }

    /// @throws ProblemException `NAME_TAKEN`, `PEOPLE_KEPT_ELSEWHERE`
    @Transactional
    Account add(String name, String displayName, Collection<String> roles) {
        requireOurs();
        if (accounts.localNamed(name).isPresent()) {
            throw taken(name);
        }
        var role = Role.holding(roles).orElseThrow(() -> new IllegalStateException("no role in " + roles));
        var account = Account.local(ids.next(), name, displayName, role, clock.instant());
        try {
            accounts.persistAndFlush(account);
        } catch (ConstraintViolationException sameMoment) {
            throw UNIQUE.equals(sameMoment.getSQLState()) ? taken(name) : sameMoment;
        }
        audit.record("person.added", account.id, Map.of("role", account.role));
        return account;
    }

    private static ProblemException taken(String name) {
        return new ProblemException(IdentityProblem.NAME_TAKEN, "There is a person named " + name + ".");
    }

    /// A new one-time address; also the way to a new password. The old password works until it is used.
    @Transactional
    Invitations.Issued invite(UUID id) {
        requireOurs();
        var account = required(id);
        if (account.disabled) {
            throw ProblemException.notFound("active person", id);
        }
        var issued = invitations.issue(account.id);
        audit.record("person.invited", id, Map.of("until", issued.expiresAt()));
        return issued;
    }

    /// Ends every session; rows that name the person stay. Tokens already out end by themselves within minutes.
    @Transactional
    Account disable(UUID id) {
        var account = required(id);
        if (account.role == Role.ADMIN && !account.disabled && otherAdministrators(account) == 0) {
            throw new ProblemException(
                    IdentityProblem.LAST_ADMINISTRATOR, account.name + " is the only one left; invite another first.");
        }
        account.disabled = true;
        invitations.withdraw(id);
        grants.endAllOf(id);
        audit.record("person.disabled", id, Map.of());
        return account;
    }

    /// Empty when the token was used, withdrawn or is too old.
    Optional<Account> acceptInvitation(String token, String password) {
        return invitedBy(token).flatMap(invited -> accepted(token, passwords.hash(password)));
    }

    @Transactional
    Optional<Account> accepted(String token, String passwordHash) {
        return invitations.accept(token).flatMap(accounts::locked).map(account -> {
            account.passwordHash = passwordHash;
            grants.endAllOf(account.id);
            audit.record(account.id.toString(), "person.password-chosen", account.id, Map.of());
            return account;
        });
    }

    Optional<Account> active(UUID id) {
        return accounts.findByIdOptional(id).filter(account -> !account.disabled);
    }

    /// The active person of this name, if that is their password. It takes as long when there is nobody. Not to be
    /// asked in a transaction: passwords wait for one another, and no connection should wait with them.
    Optional<Account> withPassword(String name, String password) {
        if (name.length() > LONGEST_NAME || name.indexOf('\0') >= 0 || password.length() > PasswordRules.LONGEST) {
            return Optional.empty();
        }
        var account = accounts.localNamed(name).filter(found -> !found.disabled);
        var kept = account.map(found -> found.passwordHash).orElse(null);
        return passwords.matches(password, kept) ? account : Optional.empty();
    }

    /// Ends every session of the person, this one as well.
    ///
    /// @return false when the present password is not the right one
    boolean changePassword(String name, String present, String wanted) {
        return withPassword(name, present)
                .filter(person -> changed(person, passwords.hash(wanted)))
                .isPresent();
    }

    /// @param seen the account as the present password was found right; of two changes at once the first holds
    @Transactional
    boolean changed(Account seen, String passwordHash) {
        var account = accounts.locked(seen.id)
                .filter(now -> !now.disabled && Objects.equals(now.passwordHash, seen.passwordHash));
        account.ifPresent(person -> {
            person.passwordHash = passwordHash;
            invitations.withdraw(person.id);
            grants.endAllOf(person.id);
            audit.record(person.id.toString(), "person.password-changed", person.id, Map.of());
        });
        return account.isPresent();
    }

    /// Takes password and sessions away, for somebody whose password others may know, and invites to a new one.
    ///
    /// @throws ProblemException `PEOPLE_KEPT_ELSEWHERE`, `NOT_FOUND`
    @Transactional
    Invitations.Issued reset(UUID id) {
        requireOurs();
        var account = required(id);
        if (account.disabled) {
            throw ProblemException.notFound("active person", id);
        }
        account.passwordHash = null;
        grants.endAllOf(id);
        var issued = invitations.issue(id);
        audit.record("person.password-reset", id, Map.of("until", issued.expiresAt()));
        return issued;
    }

    /// Ends every session of a person, wherever they are signed in.
    @Transactional
    void signOutEverywhere(UUID id) {
        grants.endAllOf(id);
    }

    @Transactional
    Optional<Account> invitedBy(String token) {
        return invitations.invited(token).flatMap(accounts::findByIdOptional);
    }

    State stateOf(Account account) {
        if (account.disabled) {
            return State.DISABLED;
        }
        var waits = account.issuer.equals(Account.LOCAL) && account.passwordHash == null;
        return waits ? State.INVITED : State.ACTIVE;
    }

    /// Whether somebody can sign in.
    public enum State {
        INVITED,
        ACTIVE,
        DISABLED
    }

    private long otherAdministrators(Account account) {
        return accounts.count(
                "role = ?1 and disabled = false and id <> ?2 and (passwordHash is not null or issuer <> ?3)",
                Role.ADMIN,
                account.id,
                Account.LOCAL);
    }

    private Account required(UUID id) {
        return accounts.locked(id).orElseThrow(() -> ProblemException.notFound("person", id));
    }

    private void requireOurs() {
        if (!provider.inUse()) {
            throw new ProblemException(
                    IdentityProblem.PEOPLE_KEPT_ELSEWHERE,
                    "Invite people in the sign-in provider of this installation.");
        }
    }
}
