package art.pinhua.curation;

import art.pinhua.campaign.Campaigns;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Curation runs as pages show them.
@Singleton
class CurationViews {

    private static final int MOST_VOTES = 500;
    private static final String ALL_BAD = "ALL_BAD";

    private final Campaigns campaigns;
    private final Curations curations;
    private final Sql sql;

    CurationViews(Campaigns campaigns, Curations curations, Sql sql) {
        this.campaigns = campaigns;
        this.curations = curations;
        this.sql = sql;
    }

    List<CurationSummary> ofCampaign(UUID campaignId) {
        return sql.list(
                """
                select c.*, name_of(c.created_by) as creator,
                       (select count(*) from preference p where p.curation_id = c.id) as groups,
                       (select coalesce(sum(r.kept), 0) from rater_standing r
                        where r.curation_id = c.id and r.weight <> 1) as weighed_votes
                from curation c where c.campaign_id = ? order by c.created_at desc
                """,
                row -> new CurationSummary(
                        Sql.uuid(row, "id"),
                        Sql.uuid(row, "campaign_id"),
                        row.getString("digest"),
                        Sql.instant(row, "created_at"),
                        row.getString("creator"),
                        row.getInt("votes"),
                        row.getInt("kept"),
                        row.getInt("weighed_votes"),
                        row.getInt("groups"),
                        row.getObject("alpha", Double.class)),
                campaignId);
    }

    Optional<CurationView> find(UUID id) {
        return sql.first("""
            select c.*, name_of(c.created_by) as creator,
                   (select coalesce(sum(r.kept), 0) from rater_standing r
                    where r.curation_id = c.id and r.weight <> 1) as weighed_votes
            from curation c where c.id = ?
            """, row -> view(id, row), id);
    }

    private CurationView view(UUID id, ResultSet row) throws SQLException {
        var campaign = campaigns.view(Sql.uuid(row, "campaign_id"));
        return new CurationView(
                id,
                campaign.id(),
                campaign.name(),
                campaign.blind(),
                row.getString("digest"),
                Sql.instant(row, "created_at"),
                row.getString("creator"),
                row.getInt("votes"),
                row.getInt("kept"),
                row.getInt("weighed_votes"),
                curations.excluded(id),
                raters(id),
                campaign.blind() ? List.of() : strengths(id),
                preferences(id),
                row.getObject("alpha", Double.class),
                row.getObject("alpha_low", Double.class),
                row.getObject("alpha_high", Double.class),
                row.getDouble("side_bias"),
                row.getDouble("side_error"),
                row.getBoolean("weighed"),
                row.getObject("pooled_loss", Double.class),
                row.getObject("weighed_loss", Double.class),
                row.getInt("held_out"));
    }

    private List<CurationView.RaterView> raters(UUID id) {
        return sql.list("""
            select s.*, r.pseudonym, r.tier from rater_standing s join rater r on r.id = s.rater_id
            where s.curation_id = ? order by r.tier desc, s.kept desc, r.pseudonym
            """, CurationViews::rater, id);
    }

    private static CurationView.RaterView rater(ResultSet row) throws SQLException {
        int left = row.getInt("left_votes");
        int right = row.getInt("right_votes");
        return new CurationView.RaterView(
                Sql.uuid(row, "rater_id"),
                row.getString("pseudonym"),
                row.getString("tier"),
                row.getInt("votes"),
                row.getInt("kept"),
                row.getDouble("weight"),
                row.getObject("agreement", Double.class),
                row.getInt("gold_right"),
                row.getInt("gold_shown"),
                left + right == 0 ? null : (Double) ((double) left / (left + right) - .5),
                row.getDouble("ln_side"));
    }

    private List<CurationView.StrengthView> strengths(UUID id) {
        return sql.list(
                """
                select s.*, p.text from image_strength s join prompt p on p.id = s.prompt_id
                where s.curation_id = ? order by p.position, p.id, s.theta desc
                """,
                row -> new CurationView.StrengthView(
                        Sql.uuid(row, "image_id"),
                        "/api/images/" + Sql.uuid(row, "image_id") + "/file",
                        Sql.uuid(row, "prompt_id"),
                        row.getString("text"),
                        row.getObject("block", Integer.class),
                        row.getDouble("theta"),
                        error(row),
                        row.getInt("seen"),
                        row.getDouble("bad_share")),
                id);
    }

    /// Rows written before errors could be unknown have 0 there.
    private static @Nullable Double error(ResultSet row) throws SQLException {
        double error = row.getDouble("error");
        return error == 0 ? null : (Double) error;
    }

    private CurationView.PreferencesView preferences(UUID id) {
        return sql.one(
                """
                select count(*) as groups, count(*) filter (where kind = 'PAIR') as pairs,
                       count(*) filter (where kind = 'RANKING') as rankings,
                       count(*) filter (where kind = 'SOFT') as soft, coalesce(sum(cardinality(winners)), 0) as n
                from preference where curation_id = ?
                """,
                row -> new CurationView.PreferencesView(
                        row.getInt("groups"),
                        row.getInt("pairs"),
                        row.getInt("rankings"),
                        row.getInt("soft"),
                        row.getInt("n")),
                id);
    }

    /// The votes a reason excluded, or those that count; newest first, at most 500.
    List<CuratedVoteView> votes(UUID id, Optional<ExclusionReason> reason) {
        String condition = reason.isPresent() ? "e.reason = ?" : "e.reason is null and ? = ''";
        return sql.list(
                """
                    select v.vote_id, r.pseudonym, r.tier, v.prompt_id, p.text, v.choice, v.ranks, v.all_bad,
                           v.skip_reason,
                           v.dwell_millis, v.cast_at, e.reason
                    from curation c
                    join vote v on v.campaign_id = c.campaign_id and v.cast_at <= c.created_at
                    join rater r on r.id = v.rater_id
                    join prompt p on p.id = v.prompt_id
                    left join exclusion e on e.curation_id = c.id and e.vote_id = v.vote_id
                    where c.id = ?
                    """ + "and " + condition + " order by v.cast_at desc, v.vote_id limit " + MOST_VOTES,
                CurationViews::vote,
                id,
                reason.map(Enum::name).orElse(""));
    }

    private static CuratedVoteView vote(ResultSet row) throws SQLException {
        String choice = row.getString("choice");
        String skipped = row.getString("skip_reason");
        String ranked = row.getBoolean("all_bad")
                ? ALL_BAD // their ranks are those of a tie
                : Sql.list(row, "ranks", Integer.class).toString();
        return new CuratedVoteView(
                Sql.uuid(row, "vote_id"),
                row.getString("pseudonym"),
                row.getString("tier"),
                Sql.uuid(row, "prompt_id"),
                row.getString("text"),
                choice != null ? choice : skipped != null ? skipped : ranked,
                row.getObject("dwell_millis", Long.class),
                Sql.instant(row, "cast_at"),
                row.getString("reason"));
    }
}
