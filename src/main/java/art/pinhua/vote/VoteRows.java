package art.pinhua.vote;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.campaign.Assignments;
import art.pinhua.campaign.Campaign;
import art.pinhua.platform.sql.Sql;
import art.pinhua.rater.Rater;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows of votes and marks; inserted, never changed.
@Singleton
class VoteRows {
    private final Sql sql;

    VoteRows(Sql sql) {
        this.sql = sql;
    }

    /// What decides whether a vote can be taken back.
    /// @param recent among the rater's last ten votes
    record Earlier(UUID assignmentId, UUID raterId, int revision, boolean late, boolean recent) {}

    /// Whether the vote is new. Otherwise another was first: same id, same assignment or same vote
    /// superseded.
    boolean add(NewVote vote, Assignments.Facts shown, Rater rater, Standing standing) {
        return sql.update(
                        """
                        insert into vote (vote_id, body_hash, assignment_id, revision, supersedes, campaign_id, task_id,
                                          task_kind, prompt_id, rater_id, rater_tier, images, shown_order, choice,
                                          ranks, all_bad, skip_reason, late, dwell_millis, input, comment,
                                          consent_version, taxonomy_version)
                        values (?, ?, ?, ?, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::int[], ?, ?, ?, ?::bigint, ?, ?,
                                (select max(text_version) from consent where rater_id = ?), ?)
                        on conflict do nothing
                        """,
                        vote.voteId(),
                        standing.bodyHash(),
                        shown.id(),
                        standing.revision(),
                        vote.supersedes(),
                        shown.campaignId(),
                        shown.taskId(),
                        shown.taskKind(),
                        shown.promptId(),
                        rater.id(),
                        rater.tier(),
                        shown.images(),
                        shown.shownOrder(),
                        vote.choice(),
                        vote.ranks(),
                        vote.everythingBad(),
                        vote.skipReason(),
                        standing.late(),
                        vote.dwellMillis(),
                        vote.input(),
                        vote.comment(),
                        rater.id(),
                        Taxonomy.VERSION)
                == 1;
    }

    /// @param revision counts the votes that took back one another
    record Standing(String bodyHash, int revision, boolean late) {}

    void addMarks(NewVote vote) {
        if (!vote.marks().isEmpty()) {
            sql.batch(
                    "insert into mark (vote_id, slot, code, severity) values (?, ?, ?, ?)",
                    vote.marks().stream()
                            .map(tag -> List.<Object>of(vote.voteId(), tag.slot(), tag.code(), tag.severity()))
                            .toList());
        }
    }

    Optional<String> bodyHash(UUID voteId) {
        return sql.first("select body_hash from vote where vote_id = ?", row -> row.getString("body_hash"), voteId);
    }

    Optional<Earlier> earlier(UUID voteId) {
        return sql.first(
                """
                select v.assignment_id, v.rater_id, v.revision, v.late,
                       (select count(*) from vote n where n.rater_id = v.rater_id and n.supersedes is null
                                                      and n.cast_at > first.cast_at) < 10 as recent
                from vote v join vote first on first.assignment_id = v.assignment_id and first.revision = 0
                where v.vote_id = ?
                """,
                row -> new Earlier(
                        uuid(row, "assignment_id"),
                        uuid(row, "rater_id"),
                        row.getInt("revision"),
                        row.getBoolean("late"),
                        row.getBoolean("recent")),
                voteId);
    }

    /// One vote after another, in the order cast. To be called in a transaction. A vote cast after `until` was not
    /// there: nor does it take an earlier one back.
    void each(UUID campaignId, Instant until, Consumer<CastVote> taker) {
        sql.each("""
                select v.*,
                       exists (select from withdrawn_rater w where w.rater_id = v.rater_id) as withdrawn,
                       exists (select from vote n where n.supersedes = v.vote_id and n.cast_at <= ?) as superseded,
                       array_position(v.shown_order, g.best_position) - 1 as gold_best_slot,
                       (select array_agg(i.image_id order by array_position(v.shown_order, i.position))
                        from task_image i where i.task_id = v.task_id) as image_ids
                from vote v left join gold_task g on g.task_id = v.task_id
                where v.campaign_id = ? and v.cast_at <= ? order by v.cast_at, v.vote_id
                """, row -> taker.accept(vote(row)), until, campaignId, until);
    }

    private static CastVote vote(ResultSet row) throws SQLException {
        return new CastVote(
                uuid(row, "vote_id"),
                uuid(row, "assignment_id"),
                uuid(row, "task_id"),
                Campaign.TaskKind.valueOf(row.getString("task_kind")),
                uuid(row, "prompt_id"),
                uuid(row, "rater_id"),
                Rater.Tier.valueOf(row.getString("rater_tier")),
                row.getBoolean("withdrawn"),
                Sql.list(row, "image_ids", UUID.class),
                Sql.list(row, "images", String.class),
                Sql.list(row, "shown_order", Integer.class),
                constant(Choice.class, row.getString("choice")),
                Sql.list(row, "ranks", Integer.class),
                row.getBoolean("all_bad"),
                constant(NewVote.SkipReason.class, row.getString("skip_reason")),
                row.getObject("gold_best_slot", Integer.class),
                row.getBoolean("late"),
                row.getBoolean("superseded"),
                row.getInt("revision"),
                row.getObject("dwell_millis", Long.class),
                constant(NewVote.Input.class, row.getString("input")),
                row.getString("comment"),
                instant(row, "cast_at"));
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String name) {
        return name == null ? null : Enum.valueOf(type, name);
    }
}
