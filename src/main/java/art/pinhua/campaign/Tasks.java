package art.pinhua.campaign;

import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows of tasks, their images and their gold answers; written once, when a campaign opens.
@Singleton
class Tasks {
    private final Sql sql;
    private final Ids ids;

    Tasks(Sql sql, Ids ids) {
        this.sql = sql;
        this.ids = ids;
    }

    /// A task to be written.
    record NewTask(
            UUID promptId,
            List<TaskView.TaskImage> images,
            @Nullable Integer goldBest) {}

    void add(Campaign campaign, List<NewTask> tasks) {
        var taskRows = new ArrayList<List<? extends @Nullable Object>>();
        var imageRows = new ArrayList<List<? extends @Nullable Object>>();
        var goldRows = new ArrayList<List<? extends @Nullable Object>>();
        for (NewTask task : tasks) {
            UUID id = ids.next();
            taskRows.add(List.of(
                    id, campaign.id(), task.promptId(), campaign.taskKind(), taskRows.size(), campaign.overlap()));
            for (int position = 0; position < task.images().size(); position++) {
                var image = task.images().get(position);
                imageRows.add(Arrays.asList(id, position, image.imageId(), image.sha256(), image.degradation()));
            }
            if (task.goldBest() != null) {
                goldRows.add(List.of(id, task.goldBest()));
            }
        }
        sql.batch(
                "insert into task (id, campaign_id, prompt_id, kind, ordinal, overlap) values (?, ?, ?, ?, ?, ?)",
                taskRows);
        sql.batch(
                "insert into task_image (task_id, position, image_id, sha256, degradation) values (?, ?, ?, ?, ?)",
                imageRows);
        sql.batch("insert into gold_task (task_id, best_position) values (?, ?)", goldRows);
    }

    List<TaskView> ofCampaign(UUID campaignId) {
        return sql.list(
                """
                select t.id, t.prompt_id, t.kind, t.ordinal, g.best_position, i.images, i.digests, i.degradations,
                       (select count(*) from assignment a where a.task_id = t.id and a.state = 'ANSWERED') as votes
                from task t
                left join gold_task g on g.task_id = t.id
                cross join lateral (
                    select array_agg(ti.image_id order by ti.position) as images,
                           array_agg(ti.sha256 order by ti.position) as digests,
                           array_agg(coalesce(ti.degradation, '') order by ti.position) as degradations
                    from task_image ti where ti.task_id = t.id) i
                where t.campaign_id = ? order by t.ordinal
                """,
                row -> {
                    var images = Sql.list(row, "images", UUID.class);
                    var digests = Sql.list(row, "digests", String.class);
                    var degradations = Sql.list(row, "degradations", String.class);
                    return new TaskView(
                            uuid(row, "id"),
                            uuid(row, "prompt_id"),
                            Campaign.TaskKind.valueOf(row.getString("kind")),
                            row.getInt("ordinal"),
                            row.getObject("best_position", Integer.class),
                            row.getInt("votes"),
                            IntStream.range(0, images.size())
                                    .mapToObj(i -> new TaskView.TaskImage(
                                            images.get(i),
                                            digests.get(i),
                                            degradations.get(i).isEmpty() ? null : degradations.get(i)))
                                    .toList());
                },
                campaignId);
    }

    CampaignCounts counts(Campaign campaign) {
        int versions = campaign.kind() == Campaign.Kind.COMPARISON ? 2 : 1;
        return sql.one(
                """
                select (select count(*) from task where campaign_id = c.id) as tasks,
                       (select coalesce(sum(overlap), 0) from task where campaign_id = c.id) as wanted,
                       (select count(*) from assignment
                        where campaign_id = c.id and state in ('ANSWERED', 'LATE')) as votes,
                       (select count(distinct rater_id) from assignment
                        where campaign_id = c.id and state in ('ANSWERED', 'LATE')) as raters,
                       (select count(*) from gold_task g join task t on t.id = g.task_id
                        where t.campaign_id = c.id) as gold,
                       (select count(*) from campaign_generation g join image i on i.generation_id = g.generation_id
                        where g.campaign_id = c.id) as images,
                       (select count(*) from prompt p where p.prompt_set_id = c.prompt_set_id) as prompts
                from campaign c where c.id = ?
                """,
                row -> new CampaignCounts(
                        row.getInt("tasks"),
                        row.getInt("votes"),
                        row.getInt("wanted"),
                        row.getInt("raters"),
                        row.getInt("gold"),
                        row.getInt("images"),
                        row.getInt("prompts") * campaign.imagesPerPrompt() * versions),
                campaign.id());
    }
}
