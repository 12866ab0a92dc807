package art.pinhua.promotion;

import art.pinhua.comparison.Comparisons;
import art.pinhua.comparison.Verdict;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.Registry;
import art.pinhua.registry.Serving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides what is served. The decision and the move of the alias are one transaction; of two at once, one wins and
/// the other is told to look again.
@ApplicationScoped
public class Promotions {

    private static final String SELECT = """
        select p.*, t.name as to_name, f.name as from_name, name_of(p.created_by) as creator from promotion p
        join model_version t on t.id = p.to_version_id
        join model_version f on f.id = p.from_version_id
        """;

    private final Registry registry;
    private final Comparisons comparisons;
    private final Sql sql;
    private final Ids ids;
    private final Clock clock;
    private final AuditLog audit;

    Promotions(Registry registry, Comparisons comparisons, Sql sql, Ids ids, Clock clock, AuditLog audit) {
        this.registry = registry;
        this.comparisons = comparisons;
        this.sql = sql;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    List<PromotionView> all() {
        return sql.list(SELECT + "order by p.revision desc", Promotions::view);
    }

    /// @param seenRevision revision of the alias the person decided on; the present one if they do not say
    @Transactional
    PromotionView promote(
            UUID modelVersionId,
            @Nullable UUID comparisonId,
            @Nullable String reason,
            @Nullable Long seenRevision,
            String person) {
        registry.version(modelVersionId);
        var serving = registry.serving();
        if (serving.modelVersion().id().equals(modelVersionId)) {
            throw new ProblemException(
                    PromotionProblem.ALREADY_SERVED, serving.modelVersion().name() + " is served already.");
        }
        String written = reason == null || reason.isBlank() ? null : reason.strip();
        if (comparisonId != null) {
            requireWon(comparisonId, modelVersionId, serving, written != null);
        } else if (written == null) {
            throw new ProblemException(
                    PromotionProblem.NO_GROUNDS, "Name the comparison that the version won, or write down a reason.");
        }
        return move("PROMOTION", serving, modelVersionId, comparisonId, written, seenRevision, person);
    }

    /// Goes back to the version that the served one replaced.
    @Transactional
    PromotionView rollBack(@Nullable String reason, @Nullable Long seenRevision, String person) {
        var serving = registry.serving();
        UUID previous = sql.first(
                        """
                        select from_version_id from promotion where to_version_id = ? and kind = 'PROMOTION'
                        order by revision desc limit 1
                        """,
                        row -> Sql.uuid(row, "from_version_id"),
                        serving.modelVersion().id())
                .orElseThrow(() -> new ProblemException(
                        PromotionProblem.NOTHING_TO_ROLL_BACK,
                        serving.modelVersion().name() + " did not replace another version."));
        String written = reason == null || reason.isBlank() ? null : reason.strip();
        return move("ROLLBACK", serving, previous, null, written, seenRevision, person);
    }

    private void requireWon(UUID comparisonId, UUID modelVersionId, Serving serving, boolean reasoned) {
        var outcome = comparisons.outcome(comparisonId);
        if (!outcome.challengerVersionId().equals(modelVersionId)) {
            throw new ProblemException(
                    PromotionProblem.NOT_WON, "The version is not the challenger of comparison " + comparisonId + ".");
        }
        if (reasoned) {
            return; // the written reason carries the decision, the comparison is kept beside it
        }
        if (outcome.verdict() != Verdict.CHALLENGER_WINS) {
            throw new ProblemException(
                    PromotionProblem.NOT_WON,
                    "The verdict of comparison " + comparisonId + " is " + outcome.verdict()
                            + "; promote with a written reason if you know better.");
        }
        if (!outcome.championVersionId().equals(serving.modelVersion().id())) {
            throw new ProblemException(
                    PromotionProblem.NOT_WON,
                    "The version won against another one than "
                            + serving.modelVersion().name()
                            + ", which is served now; compare it with that, or write down a reason.");
        }
    }

    private PromotionView move(
            String kind,
            Serving serving,
            UUID to,
            @Nullable UUID comparisonId,
            @Nullable String reason,
            @Nullable Long seenRevision,
            String person) {
        long revision = registry.promote(to, seenRevision == null ? serving.revision() : seenRevision);
        UUID id = ids.next();
        sql.update(
                """
                insert into promotion (id, kind, from_version_id, to_version_id, comparison_id, reason, revision,
                                       created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                kind,
                serving.modelVersion().id(),
                to,
                comparisonId,
                reason,
                revision,
                person,
                clock.instant());
        var details = new HashMap<String, @Nullable Object>();
        details.put("from", serving.modelVersion().id());
        details.put("comparison", comparisonId);
        details.put("reason", reason);
        details.put("revision", revision);
        audit.record(kind.equals("ROLLBACK") ? "model.rolled-back" : "model.promoted", to, details);
        return sql.one(SELECT + "where p.id = ?", Promotions::view, id);
    }

    private static PromotionView view(ResultSet row) throws SQLException {
        return new PromotionView(
                Sql.uuid(row, "id"),
                row.getString("kind"),
                Sql.uuid(row, "to_version_id"),
                row.getString("to_name"),
                Sql.uuid(row, "from_version_id"),
                row.getString("from_name"),
                Sql.uuidOrNull(row, "comparison_id"),
                row.getString("reason"),
                row.getLong("revision"),
                row.getString("creator"),
                Sql.instant(row, "created_at"));
    }
}
