package art.pinhua.rater;

import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Raters, their consent and their withdrawal.
@ApplicationScoped
public class Raters {
    private static final String SELECT = """
            select r.id, r.tier, r.pseudonym, exists (select from withdrawal w where w.rater_id = r.id) as withdrawn
            from rater r
            """;
    private static final int PSEUDONYM_DIGITS = 8;

    private final Sql sql;
    private final Ids ids;

    Raters(Sql sql, Ids ids) {
        this.sql = sql;
        this.ids = ids;
    }

    public Map<UUID, Rater> byIds(Collection<UUID> raterIds) {
        return sql.list(SELECT + "where r.id = any(?::uuid[])", Raters::rater, raterIds).stream()
                .collect(Collectors.toMap(Rater::id, Function.identity()));
    }

    Optional<Rater> byId(UUID id) {
        return sql.first(SELECT + "where r.id = ?", Raters::rater, id);
    }

    /// @param subject the id of the person who signed in
    Optional<Rater> expert(String subject) {
        return sql.first(SELECT + "where r.subject = ?", Raters::rater, subject);
    }

    @Transactional
    Rater addExpert(String subject) {
        add(Rater.Tier.EXPERT, subject);
        return expert(subject).orElseThrow();
    }

    @Transactional
    Rater addAnonymous() {
        return byId(add(Rater.Tier.ANONYMOUS, null)).orElseThrow();
    }

    private UUID add(Rater.Tier tier, @Nullable String subject) {
        UUID id = ids.next();
        String pseudonym = tier.name().charAt(0) + "-"
                + ids.next().toString().substring(0, PSEUDONYM_DIGITS).toUpperCase(Locale.ROOT);
        sql.update(
                "insert into rater (id, tier, subject, pseudonym) values (?, ?, ?, ?) on conflict (subject) do nothing",
                id,
                tier,
                subject,
                pseudonym);
        return id;
    }

    /// Records which text the rater agreed to; agreeing twice is agreeing once.
    public void consent(UUID raterId, int textVersion) {
        sql.update(
                "insert into consent (rater_id, text_version) values (?, ?) on conflict do nothing",
                raterId,
                textVersion);
    }

    /// Votes stay as facts; from now on they are known to be withdrawn.
    void withdraw(UUID raterId) {
        sql.update("insert into withdrawal (rater_id) values (?) on conflict do nothing", raterId);
    }

    private static Rater rater(ResultSet row) throws SQLException {
        return new Rater(
                uuid(row, "id"),
                Rater.Tier.valueOf(row.getString("tier")),
                row.getString("pseudonym"),
                row.getBoolean("withdrawn"));
    }
}
