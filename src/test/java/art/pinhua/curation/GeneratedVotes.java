package art.pinhua.curation;

import art.pinhua.platform.sql.Sql;
import java.util.UUID;

/// Votes by the thousand, written straight into the database: one of each rater on each task of a campaign, by one
/// taste that everybody follows four times of five. Some raters are experts, so that raters are weighed.
final class GeneratedVotes {
    private GeneratedVotes() {}

    /// @return how many votes there are
    static int cast(Sql sql, UUID campaign, int raters) {
        String name = "generated-" + campaign + "-";
        sql.update("""
                insert into rater (id, tier, subject, pseudonym)
                select gen_random_uuid(), case when n <= 5 then 'EXPERT' else 'ANONYMOUS' end,
                       case when n <= 5 then ? || n end, ? || n
                from generate_series(1, ?) n
                """, name, name, raters);
        sql.update("""
                insert into assignment (id, task_id, campaign_id, rater_id, shown_order, nonce, state, lease_until)
                select gen_random_uuid(), t.id, t.campaign_id, r.id, '{0,1}', gen_random_uuid(), 'ANSWERED',
                       now() + interval '1 hour'
                from task t cross join rater r where t.campaign_id = ? and r.pseudonym like ? || '%'
                """, campaign, name);
        return sql.update("""
                insert into vote (vote_id, body_hash, assignment_id, revision, campaign_id, task_id, task_kind,
                                  prompt_id, rater_id, rater_tier, images, shown_order, choice, late, dwell_millis)
                select gen_random_uuid(), '', a.id, 0, t.campaign_id, t.id, t.kind, t.prompt_id, r.id, r.tier,
                       array[left_image.sha256, right_image.sha256], a.shown_order,
                       case when (left_image.sha256 > right_image.sha256) = (random() < .8) then 'LEFT' else 'RIGHT' end,
                       false, 3000
                from assignment a join task t on t.id = a.task_id join rater r on r.id = a.rater_id
                join task_image left_image on left_image.task_id = t.id and left_image.position = 0
                join task_image right_image on right_image.task_id = t.id and right_image.position = 1
                where a.campaign_id = ?
                """, campaign);
    }
}
