package art.pinhua.generation;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.NoiseKind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of images; inserted once, never changed.
@Singleton
class ImageRows {
    private static final String SELECT = """
        select id, generation_id, index, sha256, model_version_id, prompt, negative_prompt, seed, steps, guidance,
               sampler, guidance_rescale, noise, start_image_id, strength, mask_sha256, adapters, adapter_strengths,
               words, clip_skip, width, height, created_at
        from image
        """;

    private final Sql sql;
    private final Ids ids;

    ImageRows(Sql sql, Ids ids) {
        this.sql = sql;
        this.ids = ids;
    }

    void add(Generation generation, int index, String sha256) {
        sql.update(
                """
                insert into image (id, generation_id, index, sha256, model_version_id, prompt, negative_prompt, seed,
                                   steps, guidance, sampler, guidance_rescale, noise, start_image_id, strength,
                                   mask_sha256, adapters, adapter_strengths, words, clip_skip, width, height)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid[], ?::float8[], ?::uuid[], ?, ?, ?)
                on conflict (generation_id, index) do nothing
                """,
                ids.next(),
                generation.id(),
                index,
                sha256,
                generation.modelVersionId(),
                generation.prompt(),
                generation.negativePrompt(),
                generation.seeds().get(index),
                generation.steps(),
                generation.guidance(),
                generation.sampler(),
                generation.guidanceRescale(),
                generation.noise(),
                generation.startImageId(),
                generation.strength(),
                generation.maskSha256(),
                LaidAdapter.ids(generation.adapters()),
                LaidAdapter.strengths(generation.adapters()),
                generation.words(),
                generation.clipSkip(),
                generation.width(),
                generation.height());
    }

    Optional<Image> byId(UUID id) {
        return sql.first(SELECT + "where id = ?", ImageRows::image, id);
    }

    List<Image> byIds(Collection<UUID> ids) {
        return sql.list(SELECT + "where id = any(?::uuid[])", ImageRows::image, ids);
    }

    List<Image> ofGenerations(Collection<UUID> generationIds) {
        return sql.list(
                SELECT + "where generation_id = any(?::uuid[]) order by generation_id, index",
                ImageRows::image,
                generationIds);
    }

    private static Image image(ResultSet row) throws SQLException {
        return new Image(
                uuid(row, "id"),
                uuid(row, "generation_id"),
                row.getInt("index"),
                row.getString("sha256"),
                uuid(row, "model_version_id"),
                row.getString("prompt"),
                row.getString("negative_prompt"),
                row.getLong("seed"),
                row.getInt("steps"),
                row.getDouble("guidance"),
                row.getString("sampler"),
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
                instant(row, "created_at"));
    }
}
