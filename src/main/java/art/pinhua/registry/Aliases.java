package art.pinhua.registry;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Aliases and where they point. A move names the revision it starts from; of two at once, one moves nothing.
@Singleton
class Aliases {
    static final String CURRENT = "current";

    private final Sql sql;

    Aliases(Sql sql) {
        this.sql = sql;
    }

    record Position(UUID modelVersionId, long revision, Instant since) {}

    Optional<Position> position(String alias) {
        return sql.first(
                "select model_version_id, revision, moved_at from serving_alias where alias = ?",
                row -> new Position(uuid(row, "model_version_id"), row.getLong("revision"), instant(row, "moved_at")),
                alias);
    }

    void place(String alias, UUID modelVersionId) {
        sql.update(
                "insert into serving_alias (alias, model_version_id, revision) values (?, ?, 1) on conflict do nothing",
                alias,
                modelVersionId);
    }

    /// Whether the alias still had the revision and moved.
    boolean move(String alias, UUID modelVersionId, long revision) {
        return sql.update("""
                        update serving_alias set model_version_id = ?, revision = revision + 1, moved_at = now()
                        where alias = ? and revision = ?
                        """, modelVersionId, alias, revision) == 1;
    }
}
