package art.pinhua.dataset;

import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of snapshots: inserted once, never changed.
@Singleton
class SnapshotRows {

    private static final String SELECT = """
        select s.id, s.curation_id, c.campaign_id, s.name, s.digest, s.base_model_id, s.train_groups,
               s.heldout_groups, s.pairs, s.images, name_of(s.created_by) as creator, s.created_at
        from snapshot s join curation c on c.id = s.curation_id
        """;

    private final Sql sql;

    SnapshotRows(Sql sql) {
        this.sql = sql;
    }

    /// Manifest and preferences as they were written.
    record Texts(String manifest, String preferences) {
        SnapshotParts parts() {
            return SnapshotParts.of(
                    SnapshotFiles.manifest(manifest),
                    preferences.lines().map(SnapshotFiles::group).toList());
        }
    }

    /// Digest and id of the base model a campaign's images come from.
    record BaseModel(UUID id, String digest) {}

    BaseModel baseModelOf(UUID campaignId) {
        return sql.one("""
            select b.id, b.digest from campaign k
            join model_version v on v.id = k.model_version_id
            join base_model b on b.id = v.base_model_id
            where k.id = ?
            """, row -> new BaseModel(Sql.uuid(row, "id"), row.getString("digest")), campaignId);
    }

    /// Learned words of a base model that a campaign's images of these prompts were drawn with.
    List<SnapshotManifest.Word> words(UUID campaignId, UUID baseModelId, Collection<UUID> promptIds) {
        return sql.list(
                """
                select distinct w.word, w.sha256 from campaign_generation g
                join image i on i.generation_id = g.generation_id
                join learned_word w on w.id = any(i.words)
                where g.campaign_id = ? and w.base_model_id = ? and g.prompt_id = any(?::uuid[])
                """,
                row -> new SnapshotManifest.Word(row.getString("word"), row.getString("sha256")),
                campaignId,
                baseModelId,
                promptIds);
    }

    /// Layers of the text encoder that the images of a curation run's preferences were drawn without: each
    /// number once, sorted.
    List<Integer> clipSkips(UUID curationId) {
        return sql.list("""
            select distinct i.clip_skip from preference p
            cross join lateral unnest(p.images) as m(image_id)
            join image i on i.id = m.image_id
            where p.curation_id = ? order by i.clip_skip
            """, row -> row.getInt("clip_skip"), curationId);
    }

    List<Snapshot> all() {
        return sql.list(SELECT + "order by s.created_at desc", SnapshotRows::snapshot);
    }

    Optional<Snapshot> byId(UUID id) {
        return sql.first(SELECT + "where s.id = ?", SnapshotRows::snapshot, id);
    }

    /// The newest snapshot of a curation run; another can only come of a later form of snapshots.
    Optional<Snapshot> ofCuration(UUID curationId) {
        return sql.first(
                SELECT + "where s.curation_id = ? order by s.created_at desc", SnapshotRows::snapshot, curationId);
    }

    boolean curationExists(UUID curationId) {
        return sql.first("select id from curation where id = ?", row -> true, curationId)
                .isPresent();
    }

    Optional<Snapshot> byDigest(String digest) {
        return sql.first(SELECT + "where s.digest = ?", SnapshotRows::snapshot, digest);
    }

    Texts texts(UUID id) {
        return sql.one(
                "select manifest, preferences from snapshot where id = ?",
                row -> new Texts(row.getString("manifest"), row.getString("preferences")),
                id);
    }

    /// Keeps the snapshot, unless its content is there already. To be called in a transaction.
    void insert(Snapshot snapshot, SnapshotContent content, String manifest) {
        int inserted = sql.update(
                """
                insert into snapshot (id, curation_id, name, digest, base_model_id, manifest, preferences,
                                      train_groups, heldout_groups, pairs, images, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (digest) do nothing
                """,
                snapshot.id(),
                snapshot.curationId(),
                snapshot.name(),
                snapshot.digest(),
                snapshot.baseModelId(),
                manifest,
                content.lines(),
                snapshot.trainGroups(),
                snapshot.heldoutGroups(),
                snapshot.pairs(),
                snapshot.images(),
                snapshot.createdBy(),
                snapshot.createdAt());
        if (inserted == 1) {
            sql.batch(
                    "insert into snapshot_image (snapshot_id, sha256) values (?, ?)",
                    content.images().stream()
                            .map(sha256 -> List.of(snapshot.id(), sha256))
                            .toList());
        }
    }

    static int count(List<PreferenceGroup> groups, Split split) {
        return (int) groups.stream().filter(g -> g.split() == split).count();
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "curation_id"),
                Sql.uuid(row, "campaign_id"),
                row.getString("name"),
                row.getString("digest"),
                Sql.uuid(row, "base_model_id"),
                row.getInt("train_groups"),
                row.getInt("heldout_groups"),
                row.getInt("pairs"),
                row.getInt("images"),
                row.getString("creator"),
                Sql.instant(row, "created_at"));
    }
}
