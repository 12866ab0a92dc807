package art.pinhua.registry;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;
import static art.pinhua.platform.sql.Sql.uuidOrNull;

import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.SamplingSettings;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables of this slice. Rows are found by content before they are made, so that a retry makes nothing twice.
@Singleton
class ModelVersions {
    private static final String SELECT = """
            select v.id, v.number, v.name, v.strength, v.created_at,
                   b.id as base_id, b.name as base_name, b.digest, b.file_digest, b.folder, b.width, b.height, b.parameters,
                   b.pipeline_class, b.prediction_type, b.licence, b.origin, b.created_at as base_created_at,
                   a.id as adapter_id, a.sha256, a.name as adapter_name, a.rank, a.alpha, a.target_modules,
                   t.most_clip_skip, %s
            from model_version v join base_model b on b.id = v.base_model_id left join adapter a on a.id = v.adapter_id
            left join base_model_text_layers t on t.base_model_id = b.id
            %s
            """.formatted(UsualSamplings.COLUMNS, UsualSamplings.JOIN);
    private static final String BASE_MODEL = """
            select b.id as base_id, b.name as base_name, b.digest, b.file_digest, b.folder, b.width, b.height,
                   b.parameters, b.pipeline_class, b.prediction_type, b.licence, b.origin,
                   b.created_at as base_created_at, t.most_clip_skip, %s
            from base_model b left join base_model_text_layers t on t.base_model_id = b.id
            %s
            """.formatted(UsualSamplings.COLUMNS, UsualSamplings.JOIN);

    private final Sql sql;
    private final Ids ids;

    ModelVersions(Sql sql, Ids ids) {
        this.sql = sql;
        this.ids = ids;
    }

    List<ModelVersion> all() {
        return sql.list(SELECT + "order by v.number", ModelVersions::version);
    }

    Optional<ModelVersion> byId(UUID id) {
        return sql.first(SELECT + "where v.id = ?", ModelVersions::version, id);
    }

    List<ModelVersion.BaseModel> baseModels() {
        return sql.list(BASE_MODEL + "order by b.created_at", ModelVersions::baseModel);
    }

    /// Base models that came with the product and are read from where it ships them.
    List<ModelVersion.BaseModel> shippedInPlace() {
        return sql.list(
                BASE_MODEL + "where b.imported_by is null and b.folder not like 'data:%' order by b.created_at",
                ModelVersions::baseModel);
    }

    Optional<ModelVersion.BaseModel> baseModel(UUID id) {
        return sql.first(BASE_MODEL + "where b.id = ?", ModelVersions::baseModel, id);
    }

    Optional<ModelVersion.BaseModel> baseModel(String digest) {
        return sql.first(BASE_MODEL + "where b.digest = ?", ModelVersions::baseModel, digest);
    }

    /// Whether its digest was not known before.
    boolean addBaseModel(String name, String folder, PipelineReading reading, Registry.Provenance provenance) {
        return sql.update(
                        """
                        insert into base_model (id, name, digest, file_digest, folder, width, height, parameters,
                                                pipeline_class, prediction_type, licence, origin, imported_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (digest) do nothing
                        """,
                        ids.next(),
                        name,
                        reading.digest().value(),
                        reading.digest().file(),
                        folder,
                        reading.width(),
                        reading.height(),
                        reading.parameters(),
                        provenance.pipelineClass(),
                        reading.predictionType(),
                        provenance.licence(),
                        provenance.origin(),
                        provenance.importedBy())
                == 1;
    }

    /// Whether it was still said to lie where the caller believed.
    boolean moveBaseModel(UUID id, String from, String to) {
        return sql.update("update base_model set folder = ? where id = ? and folder = ?", to, id, from) == 1;
    }

    /// Of what its adapters may change.
    void addLayers(UUID baseModelId, String digest) {
        sql.update(
                "insert into base_model_layers (base_model_id, digest) values (?, ?) on conflict do nothing",
                baseModelId,
                digest);
    }

    /// Of what its text encoders can be drawn without.
    void addTextLayers(UUID baseModelId, int mostClipSkip) {
        sql.update(
                "insert into base_model_text_layers (base_model_id, most_clip_skip) values (?, ?) on conflict do nothing",
                baseModelId,
                mostClipSkip);
    }

    UUID addAdapter(NewAdapter adapter) {
        sql.update(
                """
                insert into adapter (id, base_model_id, sha256, name, rank, alpha, target_modules, parameters)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (base_model_id, sha256) do nothing
                """,
                ids.next(),
                adapter.baseModelId(),
                adapter.sha256(),
                adapter.name(),
                adapter.rank(),
                adapter.alpha(),
                adapter.targetModules(),
                adapter.parameters());
        return sql.one(
                "select id from adapter where base_model_id = ? and sha256 = ?",
                row -> uuid(row, "id"),
                adapter.baseModelId(),
                adapter.sha256());
    }

    /// With what its file says of itself and where it came from. One that is known already stays as it is.
    /// @return whether it was not known before
    boolean addAdapter(NewAdapter adapter, ModelInspector.Adapter found, Registry.Provenance provenance) {
        return sql.update(
                        """
                        insert into adapter (id, base_model_id, sha256, name, rank, alpha, target_modules, parameters,
                                             metadata, licence, origin, imported_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                        on conflict (base_model_id, sha256) do nothing
                        """,
                        ids.next(),
                        adapter.baseModelId(),
                        adapter.sha256(),
                        adapter.name(),
                        adapter.rank(),
                        adapter.alpha(),
                        adapter.targetModules(),
                        adapter.parameters(),
                        AdapterCard.json(found.metadata()),
                        provenance.licence(),
                        provenance.origin(),
                        provenance.importedBy())
                == 1;
    }

    /// Which models take the same adapters is looked up once for each model, not for each adapter.
    List<AdapterCard> adapters() {
        return sql.list(
                """
                with model as materialized (
                    select b.id, b.name,
                           array(select o.id from base_model o
                                 where o.id = b.id
                                    or exists (select from base_model_layers own
                                               join base_model_layers other on other.digest = own.digest
                                               where own.base_model_id = b.id and other.base_model_id = o.id)
                                 order by o.created_at, o.id) as fits
                    from base_model b)
                select a.id, a.base_model_id, m.name as base_name, m.fits, a.sha256, a.name, a.rank, a.alpha,
                       a.target_modules, a.parameters, a.metadata::text as metadata, a.licence, a.origin,
                       a.imported_by is not null as imported, a.created_at
                from adapter a join model m on m.id = a.base_model_id order by a.created_at desc, a.id
                """,
                row -> new AdapterCard(
                        uuid(row, "id"),
                        uuid(row, "base_model_id"),
                        row.getString("base_name"),
                        Sql.list(row, "fits", UUID.class),
                        row.getString("sha256"),
                        row.getString("name"),
                        row.getInt("rank"),
                        row.getDouble("alpha"),
                        Sql.list(row, "target_modules", String.class),
                        row.getLong("parameters"),
                        AdapterCard.triggerWords(row.getString("metadata")),
                        row.getString("licence"),
                        row.getString("origin"),
                        AdapterCard.madeOf(row.getString("metadata")),
                        row.getBoolean("imported"),
                        instant(row, "created_at")));
    }

    /// The lock lets one caller at a time take the next number.
    ModelVersion addVersion(String name, UUID baseModelId, @Nullable UUID adapterId, double strength) {
        sql.list("select pg_advisory_xact_lock(hashtext('model_version'))", row -> true);
        sql.update("""
                insert into model_version (id, number, name, base_model_id, adapter_id, strength)
                select ?, coalesce(max(number), 0) + 1, ?, ?, ?::uuid, ? from model_version
                on conflict (base_model_id, adapter_id, strength) do nothing
                """, ids.next(), name, baseModelId, adapterId, strength);
        return sql.one(
                SELECT + "where v.base_model_id = ? and v.adapter_id is not distinct from ?::uuid and v.strength = ?",
                ModelVersions::version,
                baseModelId,
                adapterId,
                strength);
    }

    private static ModelVersion version(ResultSet row) throws SQLException {
        UUID adapterId = uuidOrNull(row, "adapter_id");
        return new ModelVersion(
                uuid(row, "id"),
                row.getInt("number"),
                row.getString("name"),
                baseModel(row),
                adapterId == null
                        ? null
                        : new ModelVersion.Adapter(
                                adapterId,
                                row.getString("sha256"),
                                row.getString("adapter_name"),
                                row.getInt("rank"),
                                row.getDouble("alpha"),
                                Sql.list(row, "target_modules", String.class)),
                row.getDouble("strength"),
                instant(row, "created_at"));
    }

    private static ModelVersion.BaseModel baseModel(ResultSet row) throws SQLException {
        Integer mostClipSkip = row.getObject("most_clip_skip", Integer.class);
        return new ModelVersion.BaseModel(
                uuid(row, "base_id"),
                row.getString("base_name"),
                row.getString("digest"),
                row.getString("file_digest"),
                row.getString("folder"),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("parameters"),
                row.getString("pipeline_class"),
                row.getString("prediction_type"),
                row.getString("licence"),
                row.getString("origin"),
                UsualSamplings.row(row),
                Objects.requireNonNullElse(mostClipSkip, SamplingSettings.MOST_CLIP_SKIP),
                instant(row, "base_created_at"));
    }
}
