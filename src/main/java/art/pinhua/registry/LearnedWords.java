package art.pinhua.registry;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Rows of learned words; inserted once, never changed.
@Singleton
class LearnedWords {
    private static final String SELECT = """
            select w.id, w.base_model_id, b.name as base_name, w.word, w.sha256, w.tokens, w.licence, w.origin,
                   w.created_at
            from learned_word w join base_model b on b.id = w.base_model_id
            """;

    private final Sql sql;
    private final Ids ids;

    LearnedWords(Sql sql, Ids ids) {
        this.sql = sql;
        this.ids = ids;
    }

    /// Newest first.
    List<LearnedWord> all() {
        return sql.list(SELECT + "order by w.created_at desc, w.id", LearnedWords::row);
    }

    List<LearnedWord> byIds(Collection<UUID> wanted) {
        return sql.list(SELECT + "where w.id = any(?::uuid[])", LearnedWords::row, wanted);
    }

    /// @return what the base model knows under this word now: the new one, or the one that was there
    LearnedWord add(NewWord word, Registry.Provenance provenance) {
        sql.update(
                """
                insert into learned_word (id, base_model_id, word, sha256, tokens, licence, origin, imported_by)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (base_model_id, lower(word)) do nothing
                """,
                ids.next(),
                word.baseModelId(),
                word.word(),
                word.sha256(),
                word.tokens(),
                provenance.licence(),
                provenance.origin(),
                provenance.importedBy());
        return sql.one(
                SELECT + "where w.base_model_id = ? and lower(w.word) = lower(?)",
                LearnedWords::row,
                word.baseModelId(),
                word.word());
    }

    private static LearnedWord row(ResultSet row) throws SQLException {
        return new LearnedWord(
                uuid(row, "id"),
                uuid(row, "base_model_id"),
                row.getString("base_name"),
                row.getString("word"),
                row.getString("sha256"),
                row.getInt("tokens"),
                row.getString("licence"),
                row.getString("origin"),
                instant(row, "created_at"));
    }
}
