package art.pinhua.registry;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;
import static art.pinhua.platform.sql.Sql.uuidOrNull;

import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.PredictionKind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of imports.
@Singleton
class ModelImports {
    private static final String SELECT = """
            select id, kind, name, path, base_model_id, coalesce(size, 0) as size, received, sha256, made_of, prediction,
                   tokenizer_of, licence, origin, requested_by, state, error, model_version_id, learned_word_id,
                   known_as, moved, created_at
            from model_import
            """;

    private final Sql sql;

    ModelImports(Sql sql) {
        this.sql = sql;
    }

    void add(ModelImport wish) {
        sql.update(
                """
                insert into model_import (id, kind, name, path, base_model_id, size, prediction, tokenizer_of,
                                          licence, origin, requested_by, state)
                values (?, ?, ?, ?, ?::uuid, nullif(?, 0), ?, ?::uuid, ?, ?, ?, ?)
                """,
                wish.id(),
                wish.kind(),
                wish.name(),
                wish.path(),
                wish.baseModelId(),
                wish.size(),
                wish.prediction(),
                wish.tokenizerOf(),
                wish.licence(),
                wish.origin(),
                wish.requestedBy(),
                wish.state());
    }

    Optional<ModelImport> byId(UUID id) {
        return sql.first(SELECT + "where id = ?", ModelImports::row, id);
    }

    List<ModelImport> newest(int limit) {
        return sql.list(SELECT + "order by created_at desc, id desc limit ?", ModelImports::row, limit);
    }

    int uploadsOf(String person) {
        return sql.one(
                "select count(*) as n from model_import where requested_by = ? and state = 'UPLOADING'",
                row -> row.getInt("n"),
                person);
    }

    /// Bytes that uploads under way have yet to bring, where all of each is written so many times.
    long uploadsToCome(int times) {
        return sql.one(
                "select coalesce(sum(?::bigint * size - received), 0) as n from model_import where state = 'UPLOADING'",
                row -> row.getLong("n"),
                times);
    }

    /// Ends uploads that nobody went on with for a day.
    void abandon() {
        sql.update("""
                update model_import
                set state = 'FAILED', error = 'Nobody went on with the upload for a day.', finished_at = now()
                where state = 'UPLOADING' and received_at < now() - interval '1 day'
                """);
    }

    /// Ends an upload that stands at `offset` and has lost the bytes before.
    void lost(UUID id, long offset) {
        sql.update("""
                update model_import set state = 'FAILED', error = ?, finished_at = now()
                where id = ? and state = 'UPLOADING' and received = ?
                """, Uploads.GONE, id, offset);
    }

    /// Whether the upload stood at `offset` and stands behind the new bytes now.
    boolean advance(UUID id, long offset, int bytes) {
        return sql.update("""
                        update model_import set received = received + ?, received_at = now()
                        where id = ? and state = 'UPLOADING' and received = ?
                        """, bytes, id, offset) == 1;
    }

    boolean uploaded(UUID id, @Nullable String sha256) {
        return sql.update(
                        "update model_import set sha256 = ?, state = 'QUEUED' where id = ? and state = 'UPLOADING'",
                        sha256,
                        id)
                == 1;
    }

    void hashed(UUID id, KeptFile file) {
        sql.update("update model_import set sha256 = ?, made_of = ? where id = ?", file.sha256(), file.madeOf(), id);
    }

    void started(UUID id) {
        sql.update("update model_import set state = 'RUNNING' where id = ? and state = 'QUEUED'", id);
    }

    void done(ModelImport wish, ImportWork.Made made) {
        String column = wish.kind() == ImportKind.LEARNED_WORD ? "learned_word_id" : "model_version_id";
        sql.update(
                "update model_import set state = 'DONE', " + column + " = ?, known_as = ?, moved = ?,"
                        + " finished_at = now() where id = ? and state <> 'DONE'",
                made.id(),
                made.knownAs(),
                made.moved(),
                wish.id());
    }

    /// Ends an import that has not ended yet. A file that was not let in is named by nothing any longer.
    void ended(UUID id, ImportState state, @Nullable String error) {
        sql.update("""
                update model_import set state = ?, error = ?, sha256 = null, made_of = '', finished_at = now()
                where id = ? and state in ('UPLOADING', 'QUEUED', 'RUNNING')
                """, state, error, id);
    }

    private static ModelImport row(ResultSet row) throws SQLException {
        String prediction = row.getString("prediction");
        return new ModelImport(
                uuid(row, "id"),
                ImportKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("path"),
                uuidOrNull(row, "base_model_id"),
                row.getLong("size"),
                row.getLong("received"),
                row.getString("sha256"),
                row.getString("made_of"),
                prediction == null ? null : PredictionKind.valueOf(prediction),
                uuidOrNull(row, "tokenizer_of"),
                row.getString("licence"),
                row.getString("origin"),
                row.getString("requested_by"),
                ImportState.valueOf(row.getString("state")),
                row.getString("error"),
                uuidOrNull(row, "model_version_id"),
                uuidOrNull(row, "learned_word_id"),
                row.getString("known_as"),
                row.getBoolean("moved"),
                instant(row, "created_at"));
    }
}
