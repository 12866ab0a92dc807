package art.pinhua.campaign;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.sql.Sql;
import art.pinhua.rater.Rater;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// Deals tasks to raters and remembers who was shown what. The only writer of assignments.
@ApplicationScoped
public class Assignments {
    /// One statement, so one round trip: what the rater holds already goes first, its lease renewed; then come
    /// tasks with the fewest answers that the rater never saw, in an order of the rater's own. Rows from which
    /// others deal are passed over. Of a pair the order shown less often so far is taken, by chance when equal.
    /// Two raters who ask in the same instant may give a task one answer more than wanted, never one fewer.
    ///
    /// A visitor costs nothing, so whoever takes tasks as a hundred visitors and answers none must not bring
    /// a campaign to a halt: where too few are free, those follow that others have held for long without an
    /// answer.
    private static final String DEAL = """
            with held as (
                select a.id from assignment a join task t on t.id = a.task_id
                where a.rater_id = ? and a.campaign_id = ? and a.state = 'ISSUED'
                  and (a.lease_until > now() or t.overlap > (
                        select count(*) from assignment o
                        where o.task_id = t.id and o.id <> a.id
                          and (o.state = 'ANSWERED' or o.state = 'ISSUED' and o.lease_until > now())))
                order by a.issued_at, a.id limit ?
                for update of a skip locked
            ), kept as (
                update assignment a set lease_until = now() + make_interval(secs => ?)
                from held where a.id = held.id
                returning a.id, a.task_id, a.shown_order, a.nonce, a.lease_until, a.issued_at
            ), picked as (
                select t.id, t.kind, load.straight, load.crossed
                from task t cross join lateral (
                    select count(*) as taken,
                           count(*) filter (where a.state = 'ANSWERED'
                               or a.issued_at > now() - make_interval(secs => ?)) as expected,
                           count(*) filter (where a.shown_order[1] = 0) as straight,
                           count(*) filter (where a.shown_order[1] <> 0) as crossed
                    from assignment a
                    where a.task_id = t.id
                      and (a.state = 'ANSWERED' or a.state = 'ISSUED' and a.lease_until > now())) load
                where t.campaign_id = ? and load.expected < t.overlap
                  and not exists (select from assignment a where a.task_id = t.id and a.rater_id = ?)
                order by load.taken, md5(t.id::text || ?::text)
                limit greatest(? - (select count(*) from held), 0)
                for update of t skip locked
            ), dealt as (
                insert into assignment (id, task_id, campaign_id, rater_id, shown_order, nonce, lease_until)
                select gen_random_uuid(), p.id, ?, ?,
                       case when p.kind = 'RANK_4'
                            then (select array_agg(n order by random()) from generate_series(0, 3) n
                                  where p.id is not null)
                            when p.straight < p.crossed or p.straight = p.crossed and random() < 0.5
                            then array[0, 1] else array[1, 0] end,
                       gen_random_uuid(), now() + make_interval(secs => ?)
                from picked p
                on conflict (task_id, rater_id) where repeat_of is null do nothing
                returning id, task_id, shown_order, nonce, lease_until, issued_at
            )
            select x.id, x.task_id, x.shown_order, x.nonce, x.lease_until, t.kind, p.text as prompt, c.question,
                   (select count(*) from assignment a where a.rater_id = ? and a.campaign_id = c.id
                                                        and a.state in ('ANSWERED', 'LATE')) as done,
                   (select count(*) from task where campaign_id = c.id) as tasks
            from (select * from kept union all select * from dealt) x
            join task t on t.id = x.task_id join prompt p on p.id = t.prompt_id join campaign c on c.id = t.campaign_id
            order by x.issued_at, x.id
            """;

    private final Sql sql;
    private final AssignmentTokens tokens;
    private final RatingSettings settings;

    Assignments(Sql sql, AssignmentTokens tokens, RatingSettings settings) {
        this.sql = sql;
        this.tokens = tokens;
        this.settings = settings;
    }

    /// Everything about an assignment that an answer must agree with.
    /// @param images SHA-256 of what each slot showed
    /// @param lapsed the lease is over or the campaign closed
    public record Facts(
            UUID id,
            UUID taskId,
            UUID campaignId,
            Campaign.Kind campaignKind,
            CampaignState campaignState,
            Campaign.TaskKind taskKind,
            UUID promptId,
            UUID raterId,
            List<Integer> shownOrder,
            List<String> images,
            boolean lapsed,
            UUID nonce) {}

    public enum Answer {
        ANSWERED,
        SKIPPED,
        LATE
    }

    /// The rater's queue: at most `count` assignments, those held already among them. Nothing left is said only when
    /// it was so twice: others may deal the last tasks in this instant, whose rows are passed over.
    List<Assignment> next(UUID campaignId, UUID raterId, int count) {
        var queue = deal(campaignId, raterId, count);
        return queue.isEmpty() ? deal(campaignId, raterId, count) : queue;
    }

    private List<Assignment> deal(UUID campaignId, UUID raterId, int count) {
        int wanted = Math.min(count, settings.outstanding());
        long lease = settings.lease().toSeconds();
        return sql.list(
                DEAL,
                row -> assignment(row, raterId),
                raterId,
                campaignId,
                wanted,
                lease,
                settings.patience().toSeconds(),
                campaignId,
                raterId,
                raterId,
                wanted,
                campaignId,
                raterId,
                lease,
                raterId);
    }

    /// What comes back with an answer: the rater's queue, as long as the campaign is open.
    public List<Assignment> ahead(Facts answered, Rater rater) {
        return answered.campaignState() == CampaignState.OPEN
                ? deal(answered.campaignId(), rater.id(), settings.ahead())
                : List.of();
    }

    /// The assignment, if it is this rater's and the token is its own.
    public Optional<Facts> answerable(UUID assignmentId, UUID raterId, String token) {
        return sql.first("""
                        select a.id, a.task_id, a.campaign_id, c.kind as campaign_kind, c.state, t.kind, t.prompt_id,
                               a.rater_id, a.shown_order, a.nonce,
                               a.lease_until < now() or c.state <> 'OPEN' as lapsed,
                               (select array_agg(i.sha256 order by array_position(a.shown_order, i.position))
                                from task_image i where i.task_id = a.task_id) as images
                        from assignment a join task t on t.id = a.task_id join campaign c on c.id = a.campaign_id
                        where a.id = ? and a.rater_id = ?
                        for key share of c
                        """, Assignments::facts, assignmentId, raterId)
                .filter(facts -> tokens.fits(terms(facts), token));
    }

    /// Ends the lease, in the transaction that stores the answer. An undo may turn a skip into an answer and back.
    public void close(UUID assignmentId, Answer answer) {
        sql.update("update assignment set state = ? where id = ?", answer, assignmentId);
    }

    /// @param raterId to whom the assignment was dealt
    record SlotImage(String sha256, UUID raterId) {}

    /// What a slot shows, while its assignment is young enough or held: who comes back after days is
    /// dealt what they held before.
    Optional<SlotImage> imageOf(String slotToken) {
        return tokens.readSlot(slotToken)
                .flatMap(slot -> sql.first(
                        """
                        select i.sha256, a.rater_id from assignment a
                        join task_image i on i.task_id = a.task_id and i.position = a.shown_order[?]
                        where a.id = ? and (a.issued_at > now() - make_interval(secs => ?)
                                            or a.state = 'ISSUED' and a.lease_until > now())
                        """,
                        row -> new SlotImage(row.getString("sha256"), uuid(row, "rater_id")),
                        slot.slot() + 1,
                        slot.assignmentId(),
                        settings.images().toSeconds()));
    }

    private Assignment assignment(ResultSet row, UUID raterId) throws SQLException {
        UUID id = uuid(row, "id");
        List<Integer> order = Sql.list(row, "shown_order", Integer.class);
        var terms = new AssignmentTokens.Terms(id, uuid(row, "task_id"), raterId, order, uuid(row, "nonce"));
        return new Assignment(
                id,
                tokens.answer(terms),
                Campaign.TaskKind.valueOf(row.getString("kind")),
                row.getString("question"),
                row.getString("prompt"),
                IntStream.range(0, order.size())
                        .mapToObj(slot -> new Assignment.Slot(slot, "/api/rating/images/" + tokens.slot(id, slot)))
                        .toList(),
                instant(row, "lease_until"),
                settings.lease().toSeconds(), // of those held before, too: it was renewed just now
                new Assignment.Progress(row.getInt("done"), row.getInt("tasks")));
    }

    private static AssignmentTokens.Terms terms(Facts facts) {
        return new AssignmentTokens.Terms(
                facts.id(), facts.taskId(), facts.raterId(), facts.shownOrder(), facts.nonce());
    }

    private static Facts facts(ResultSet row) throws SQLException {
        return new Facts(
                uuid(row, "id"),
                uuid(row, "task_id"),
                uuid(row, "campaign_id"),
                Campaign.Kind.valueOf(row.getString("campaign_kind")),
                CampaignState.valueOf(row.getString("state")),
                Campaign.TaskKind.valueOf(row.getString("kind")),
                uuid(row, "prompt_id"),
                uuid(row, "rater_id"),
                Sql.list(row, "shown_order", Integer.class),
                Sql.list(row, "images", String.class),
                row.getBoolean("lapsed"),
                uuid(row, "nonce"));
    }
}
