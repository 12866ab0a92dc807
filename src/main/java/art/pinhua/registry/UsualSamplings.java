package art.pinhua.registry;

import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.SamplerKind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// Rows of what base models are usually drawn with; inserted once, never changed. They are read with
/// the base models.
@Singleton
class UsualSamplings {
    /// The last revision of each base model `b`; nulls where there is none.
    static final String JOIN = """
            left join lateral (select u.steps, u.guidance, u.guidance_rescale, u.sampler, u.clip_skip, u.negative_prompt
                               from usual_sampling u where u.base_model_id = b.id
                               order by u.revision desc limit 1) u on true
            """;

    static final String COLUMNS = "u.steps, u.guidance, u.guidance_rescale, u.sampler, u.clip_skip, u.negative_prompt";

    private final Sql sql;

    UsualSamplings(Sql sql) {
        this.sql = sql;
    }

    /// Unless something is kept of the base model already. What somebody sets at this moment is not
    /// lost to the guess.
    void guess(UUID baseModelId, UsualSampling guess) {
        lock();
        add(baseModelId, 1, guess);
    }

    /// Whether anything was set or guessed of the base model.
    boolean keeps(UUID baseModelId) {
        return sql.one(
                "select exists (select from usual_sampling where base_model_id = ?) as kept",
                row -> row.getBoolean("kept"),
                baseModelId);
    }

    /// The caller has the lock.
    void set(UUID baseModelId, UsualSampling usual) {
        int last = sql.one(
                "select coalesce(max(revision), 0) as last from usual_sampling where base_model_id = ?",
                row -> row.getInt("last"),
                baseModelId);
        add(baseModelId, last + 1, usual);
    }

    /// Until the end of the transaction, nobody else sets or guesses anything: of two at once, the
    /// second sees what the first set.
    void lock() {
        sql.list("select pg_advisory_xact_lock(hashtext('usual_sampling'))", row -> true);
    }

    private void add(UUID baseModelId, int revision, UsualSampling usual) {
        sql.update(
                """
                insert into usual_sampling (base_model_id, revision, steps, guidance, guidance_rescale, sampler,
                                            clip_skip, negative_prompt)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (base_model_id, revision) do nothing
                """,
                baseModelId,
                revision,
                usual.steps(),
                usual.guidance(),
                usual.guidanceRescale(),
                usual.sampler(),
                usual.clipSkip(),
                usual.negativePrompt());
    }

    static UsualSampling row(ResultSet row) throws SQLException {
        String sampler = row.getString("sampler");
        return sampler == null
                ? UsualSampling.PLAIN
                : new UsualSampling(
                        row.getInt("steps"),
                        row.getDouble("guidance"),
                        row.getDouble("guidance_rescale"),
                        SamplerKind.valueOf(sampler),
                        row.getInt("clip_skip"),
                        row.getString("negative_prompt"));
    }
}
