package art.pinhua.platform.identity;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `person`.
@Entity
@Table(name = "person")
class Account {
    /// Issuer of the people whom the bundled provider keeps; their subject is their id.
    static final String LOCAL = "local";

    @Id
    UUID id;

    String issuer;
    String subject;
    String name;
    String displayName;

    @Enumerated(EnumType.STRING)
    Role role;

    /// False for another provider's people whose tokens name no role of ours; `role` says nothing then.
    boolean holdsRole = true;

    @Nullable
    String passwordHash;

    boolean disabled;
    Instant createdAt;

    protected Account() {}

    private Account(UUID id, String issuer, String subject, String name, String displayName, Role role, Instant now) {
        this.id = id;
        this.issuer = issuer;
        this.subject = subject;
        this.name = name;
        this.displayName = displayName;
        this.role = role;
        this.createdAt = now;
    }

    static Account local(UUID id, String name, String displayName, Role role, Instant now) {
        return new Account(id, LOCAL, id.toString(), name, displayName, role, now);
    }

    /// As tokens and `@RolesAllowed` name them.
    Set<String> roles() {
        return holdsRole ? role.names() : Set.of();
    }

    Person person() {
        return new Person(id, name, displayName, roles());
    }
}
