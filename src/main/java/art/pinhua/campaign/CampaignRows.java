package art.pinhua.campaign;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.instantOrNull;
import static art.pinhua.platform.sql.Sql.uuid;
import static art.pinhua.platform.sql.Sql.uuidOrNull;

import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of campaigns and of the generations that belong to them.
@Singleton
class CampaignRows {
    private static final String SELECT = """
            select id, name, kind, question, prompt_set_id, audience, task_kind, images_per_prompt, overlap, gold_share,
                   model_version_id, challenger_version_id, state, error, created_at, opened_at, closed_at
            from campaign
            """;

    private final Sql sql;

    CampaignRows(Sql sql) {
        this.sql = sql;
    }

    void add(UUID id, NewCampaign wish, UUID modelVersionId, String createdBy) {
        sql.update(
                """
                insert into campaign (id, name, kind, question, prompt_set_id, audience, task_kind, images_per_prompt,
                                      overlap, gold_share, model_version_id, challenger_version_id, created_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?)
                """,
                id,
                wish.name().strip(),
                wish.kind(),
                wish.question().strip(),
                wish.promptSetId(),
                wish.audience(),
                wish.taskKind(),
                wish.imagesPerPrompt(),
                wish.overlap(),
                wish.goldShare(),
                modelVersionId,
                wish.challengerVersionId(),
                createdBy);
    }

    List<Campaign> all() {
        return sql.list(SELECT + "order by created_at desc", CampaignRows::campaign);
    }

    List<Campaign> open(Collection<Campaign.Audience> audiences) {
        return sql.list(
                SELECT + "where state = 'OPEN' and audience = any(?) order by opened_at",
                CampaignRows::campaign,
                audiences);
    }

    Optional<Campaign> byId(UUID id) {
        return sql.first(SELECT + "where id = ?", CampaignRows::campaign, id);
    }

    /// The campaign whose images a generation draws.
    Optional<Campaign> ofGeneration(UUID generationId) {
        return sql.first(
                SELECT + "where id = (select campaign_id from campaign_generation where generation_id = ?)",
                CampaignRows::campaign,
                generationId);
    }

    /// Until the transaction ends nobody's vote is stored; those that are being stored are waited for. Each holds the
    /// campaign's row from where it asks whether the campaign is open ([Assignments#answerable]).
    void awaitVotes(UUID id) {
        sql.first("select id from campaign where id = ? for update", row -> uuid(row, "id"), id);
    }

    /// Whether the campaign was still in the state and went on from there.
    boolean move(UUID id, CampaignState from, CampaignState to, @Nullable String error) {
        if (!from.mayBecome(to)) {
            throw new IllegalStateException("a campaign never goes from " + from + " to " + to);
        }
        return sql.update("""
                        update campaign set state = ?, error = ?,
                               opened_at = case when ? = 'OPEN' then now() else opened_at end,
                               closed_at = case when ? = 'CLOSED' then now() else closed_at end
                        where id = ? and state = ?
                        """, to, error, to, to, id, from) == 1;
    }

    /// What draws the prompt for the version, once that is planned.
    Optional<UUID> generation(UUID campaignId, UUID promptId, UUID modelVersionId) {
        return sql.first("""
                select generation_id from campaign_generation
                where campaign_id = ? and prompt_id = ? and model_version_id = ?
                """, row -> uuid(row, "generation_id"), campaignId, promptId, modelVersionId);
    }

    /// What is planned with base models of which the campaign has no image yet.
    List<UUID> undrawn(UUID campaignId) {
        return sql.list("""
                select g.generation_id from campaign_generation g join model_version v on v.id = g.model_version_id
                where g.campaign_id = ?
                  and not exists (select from campaign_generation o join model_version w on w.id = o.model_version_id
                                  join image i on i.generation_id = o.generation_id
                                  where o.campaign_id = g.campaign_id and w.base_model_id = v.base_model_id)
                """, row -> uuid(row, "generation_id"), campaignId);
    }

    void addGeneration(UUID campaignId, UUID promptId, UUID modelVersionId, UUID generationId) {
        sql.update("""
                insert into campaign_generation (campaign_id, prompt_id, model_version_id, generation_id)
                values (?, ?, ?, ?)
                """, campaignId, promptId, modelVersionId, generationId);
    }

    private static Campaign campaign(ResultSet row) throws SQLException {
        return new Campaign(
                uuid(row, "id"),
                row.getString("name"),
                Campaign.Kind.valueOf(row.getString("kind")),
                row.getString("question"),
                uuid(row, "prompt_set_id"),
                Campaign.Audience.valueOf(row.getString("audience")),
                Campaign.TaskKind.valueOf(row.getString("task_kind")),
                row.getInt("images_per_prompt"),
                row.getInt("overlap"),
                row.getDouble("gold_share"),
                uuid(row, "model_version_id"),
                uuidOrNull(row, "challenger_version_id"),
                CampaignState.valueOf(row.getString("state")),
                row.getString("error"),
                instant(row, "created_at"),
                instantOrNull(row, "opened_at"),
                instantOrNull(row, "closed_at"));
    }
}
