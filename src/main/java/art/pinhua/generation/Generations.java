package art.pinhua.generation;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.ModelVersion;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of generations.
@Singleton
class Generations {
    private static final String SELECT = """
        select id, requested_by, model_version_id, prompt, negative_prompt, seeds, steps, guidance, sampler,
               guidance_rescale, noise, start_image_id, strength, mask_sha256, adapters, adapter_strengths, words,
               clip_skip, width, height, state, error, prompt_tokens_cut, negative_prompt_tokens_cut, unknown_words,
               created_at
        from generation
        """;

    private final Sql sql;

    Generations(Sql sql) {
        this.sql = sql;
    }

    /// Does nothing when the id is known already.
    void add(UUID id, ImageRequest request, ModelVersion.BaseModel model, @Nullable String requestedBy) {
        ImageRequest.Start start = request.start();
        var size = Objects.requireNonNullElseGet(
                request.size(), () -> new ImageRequest.Size(model.width(), model.height()));
        sql.update(
                """
                insert into generation (id, requested_by, model_version_id, prompt, negative_prompt, seeds, steps,
                                        guidance, sampler, guidance_rescale, noise, start_image_id, strength,
                                        mask_sha256, adapters, adapter_strengths, words, clip_skip, width, height)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid[], ?::float8[], ?::uuid[], ?, ?, ?)
                on conflict (id) do nothing
                """,
                id,
                requestedBy,
                request.modelVersionId(),
                request.prompt(),
                request.negativePrompt(),
                request.seeds(),
                request.sampling().steps(),
                request.sampling().guidance(),
                request.sampling().sampler(),
                request.sampling().guidanceRescale(),
                request.sampling().noise(),
                start == null ? null : start.imageId(),
                start == null ? null : start.strength(),
                start == null ? null : start.maskSha256(),
                LaidAdapter.ids(request.additions().adapters()),
                LaidAdapter.strengths(request.additions().adapters()),
                request.additions().words(),
                request.additions().clipSkip(),
                size.width(),
                size.height());
    }

    /// Has one that is not drawn yet be drawn otherwise: with what is usual for its model, and other words.
    void renew(UUID id, ImageRequest request) {
        sql.update(
                """
                update generation set negative_prompt = ?, steps = ?, guidance = ?, sampler = ?, guidance_rescale = ?,
                                      clip_skip = ?, words = ?::uuid[]
                where id = ? and state <> 'DONE'
                """,
                request.negativePrompt(),
                request.sampling().steps(),
                request.sampling().guidance(),
                request.sampling().sampler(),
                request.sampling().guidanceRescale(),
                request.additions().clipSkip(),
                request.additions().words(),
                id);
    }

    Optional<Generation> byId(UUID id) {
        return sql.first(SELECT + "where id = ?", Generations::generation, id);
    }

    /// Newest first.
    /// @param words those whose prompt or negative prompt has all of them, in any case and width and however their
    ///              characters are composed; empty for all
    /// @param before only those that come after this one in the list; null for all
    List<Generation> ofPerson(String subject, List<String> words, @Nullable UUID before, int limit) {
        return sql.list(
                SELECT + """
                        where requested_by = ?
                          and normalize(prompt || ' ' || negative_prompt, nfkc) ilike all (?::text[])
                          and (?::uuid is null
                               or (created_at, id) < (select created_at, id from generation where id = ?::uuid))
                        order by created_at desc, id desc limit ?
                        """,
                Generations::generation,
                subject,
                words.stream().map(Generations::pattern).toList(),
                before,
                before,
                limit);
    }

    /// Lets one request of a person after the other count what waits, to the end of the transaction.
    void takeTurn(String subject) {
        sql.list("select pg_advisory_xact_lock(hashtextextended('generation ' || ?, 0))", row -> true, subject);
    }

    int waitingOf(String subject) {
        return sql.one(
                "select count(*) as n from generation where requested_by = ? and state in ('QUEUED', 'RUNNING')",
                row -> row.getInt("n"),
                subject);
    }

    /// What people wait for now, with the time each of them got pictures last within a day.
    List<Rounds.Wish> underWay() {
        return sql.list(
                """
                select id, requested_by, state = 'RUNNING' as begun, created_at,
                       (select max(finished_at) from generation served
                        where served.requested_by = generation.requested_by
                          and served.created_at > now() - interval '1 day'
                          and served.state in ('DONE', 'FAILED')) as served_at
                from generation where requested_by is not null and state in ('QUEUED', 'RUNNING')
                """,
                row -> new Rounds.Wish(
                        uuid(row, "id"),
                        row.getString("requested_by"),
                        row.getBoolean("begun"),
                        instant(row, "created_at"),
                        Sql.instantOrNull(row, "served_at")));
    }

    void started(UUID id) {
        sql.update("update generation set state = 'RUNNING' where id = ? and state = 'QUEUED'", id);
    }

    /// Ends a generation whose images are all there.
    void done(UUID id, EngineAnswer.Done end) {
        sql.update("""
                update generation set state = 'DONE', prompt_tokens_cut = ?, negative_prompt_tokens_cut = ?,
                                      unknown_words = ?::text[], finished_at = now()
                where id = ? and state in ('QUEUED', 'RUNNING')
                """, end.promptTokensCut(), end.negativePromptTokensCut(), end.unknownWords(), id);
    }

    /// Ends a generation that has not ended yet.
    void ended(UUID id, GenerationState state, @Nullable String error) {
        sql.update("""
            update generation set state = ?, error = ?, finished_at = now()
            where id = ? and state in ('QUEUED', 'RUNNING')
            """, state, error, id);
    }

    /// In the form that prompts are compared in. The signs of patterns stand for themselves, the wide ones too.
    private static String pattern(String word) {
        String normal = Normalizer.normalize(word, Normalizer.Form.NFKC);
        return "%" + normal.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    private static Generation generation(ResultSet row) throws SQLException {
        return new Generation(
                uuid(row, "id"),
                row.getString("requested_by"),
                uuid(row, "model_version_id"),
                row.getString("prompt"),
                row.getString("negative_prompt"),
                Sql.list(row, "seeds", Long.class),
                row.getInt("steps"),
                row.getDouble("guidance"),
                SamplerKind.valueOf(row.getString("sampler")),
                row.getDouble("guidance_rescale"),
                NoiseKind.valueOf(row.getString("noise")),
                row.getObject("start_image_id", UUID.class),
                row.getObject("strength", Double.class),
                row.getString("mask_sha256"),
                LaidAdapter.of(Sql.list(row, "adapters", UUID.class), Sql.list(row, "adapter_strengths", Double.class)),
                Sql.list(row, "words", UUID.class),
                row.getInt("clip_skip"),
                row.getInt("width"),
                row.getInt("height"),
                GenerationState.valueOf(row.getString("state")),
                row.getString("error"),
                row.getObject("prompt_tokens_cut", Integer.class),
                row.getObject("negative_prompt_tokens_cut", Integer.class),
                Sql.list(row, "unknown_words", String.class),
                instant(row, "created_at"));
    }
}
