package art.pinhua.curation;

import art.pinhua.platform.sql.Sql;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes and finds curation runs. Rows are inserted once, together.
@Singleton
class CurationRows {

    private final Sql sql;
    private final ObjectMapper json;

    CurationRows(Sql sql, ObjectMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /// The curation run that a job ended with.
    Optional<UUID> ofJob(UUID jobId) {
        return sql.first(
                "select curation_id from curation_job where job_id = ?", row -> Sql.uuid(row, "curation_id"), jobId);
    }

    boolean campaignHasVotes(UUID campaignId) {
        return sql.one(
                "select exists (select from vote where campaign_id = ?) as voted",
                row -> row.getBoolean("voted"),
                campaignId);
    }

    /// By the clock that dates votes: another one that runs ahead would count votes in that nobody has read.
    Instant now() {
        return sql.one("select clock_timestamp() as now", row -> Sql.instant(row, "now"));
    }

    boolean campaignExists(UUID campaignId) {
        return sql.first("select id from campaign where id = ?", row -> true, campaignId)
                .isPresent();
    }

    /// Keeps the result of a job, unless the same is there already. To be called in a transaction.
    void keep(UUID jobId, UUID campaignId, CurationRules rules, Curated result, String person, Instant askedAt) {
        if (insert(jobId, campaignId, rules, result, person, askedAt)) {
            insertExclusions(jobId, result);
            insertRaters(jobId, result);
            insertStrengths(jobId, result);
            insertGroups(jobId, result);
        }
        sql.update("""
                insert into curation_job (job_id, curation_id)
                select ?, id from curation where campaign_id = ? and digest = ? on conflict do nothing
                """, jobId, campaignId, result.digest());
    }

    /// @return false when another run found the same
    private boolean insert(
            UUID id, UUID campaignId, CurationRules rules, Curated result, String person, Instant askedAt) {
        return sql.update(
                        """
                        insert into curation (id, campaign_id, digest, rules, votes, kept, alpha, alpha_low, alpha_high,
                            alpha_units, side_bias, side_error, weighed, pooled_loss, weighed_loss, held_out, created_by,
                            created_at)
                        values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (campaign_id, digest) do nothing
                        """,
                        id,
                        campaignId,
                        result.digest(),
                        text(rules),
                        result.kept().size() + result.exclusions().size(),
                        result.kept().size(),
                        orNull(result.agreement().alpha()),
                        orNull(result.agreement().low()),
                        orNull(result.agreement().high()),
                        result.agreement().units(),
                        result.side().bias(),
                        result.side().error(),
                        result.trust().weighed(),
                        orNull(result.trust().pooledLoss()),
                        orNull(result.trust().weighedLoss()),
                        result.trust().heldOut(),
                        person,
                        askedAt)
                == 1;
    }

    private void insertExclusions(UUID id, Curated result) {
        var rows = new ArrayList<List<? extends @Nullable Object>>();
        result.exclusions().forEach((vote, reason) -> rows.add(List.of(id, vote, reason)));
        sql.batch("insert into exclusion (curation_id, vote_id, reason) values (?, ?, ?)", rows);
    }

    private void insertRaters(UUID id, Curated result) {
        var rows = new ArrayList<List<? extends @Nullable Object>>();
        for (Curated.RaterStanding rater : result.raters()) {
            rows.add(Arrays.asList(
                    id,
                    rater.raterId(),
                    rater.votes(),
                    rater.kept(),
                    rater.weight(),
                    rater.side(),
                    orNull(rater.agreement()),
                    rater.goldRight(),
                    rater.goldShown(),
                    rater.leftVotes(),
                    rater.rightVotes(),
                    rater.lnSide()));
        }
        sql.batch("insert into rater_standing values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private void insertStrengths(UUID id, Curated result) {
        var rows = new ArrayList<List<? extends @Nullable Object>>();
        for (Curated.ImageStrength image : result.strengths()) {
            rows.add(Arrays.asList(
                    id,
                    image.imageId(),
                    image.promptId(),
                    image.theta(),
                    orNull(image.error()),
                    image.seen(),
                    image.badShare(),
                    image.block()));
        }
        sql.batch("insert into image_strength values (?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private void insertGroups(UUID id, Curated result) {
        var rows = new ArrayList<List<? extends @Nullable Object>>();
        for (Curated.Group group : result.groups()) {
            rows.add(List.of(
                    id,
                    rows.size(),
                    group.promptId(),
                    group.kind(),
                    group.images(),
                    group.weight(),
                    group.pairs().stream().map(Curated.Pair::winner).toList(),
                    group.pairs().stream().map(Curated.Pair::loser).toList(),
                    group.pairs().stream().map(Curated.Pair::p).toList(),
                    group.pairs().stream().map(Curated.Pair::weight).toList()));
        }
        sql.batch("insert into preference values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private String text(CurationRules rules) {
        try {
            return json.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules cannot be written: " + rules, e);
        }
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
