package art.pinhua.registry;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.instantOrNull;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Rows of learned words and of their withdrawals; inserted once, never changed.
@Singleton
class LearnedWords {
    private static final String SELECT = """
            select w.id, w.base_model_id, b.name as base_name, w.word, w.sha256, w.tokens, w.licence, w.origin,
                   w.created_at, x.withdrawn_at
            from learned_word w
            join base_model b on b.id = w.base_model_id
            left join learned_word_withdrawal x on x.learned_word_id = w.id
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

    /// Those of a base model that are not withdrawn, with their ids.
    Map<String, UUID> inForce(UUID baseModelId) {
        return sql.list("""
                        select w.id, w.word from learned_word w
                        where w.base_model_id = ?
                          and not exists (select from learned_word_withdrawal x where x.learned_word_id = w.id)
                        """, row -> Map.entry(row.getString("word"), uuid(row, "id")), baseModelId).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// @return whether it is new; else the base model has the word already, from this file or another
    boolean add(NewWord word, Registry.Provenance provenance) {
        return sql.update(
                        """
                        insert into learned_word (id, base_model_id, word, folded, predecessors, sha256, tokens,
                                                  licence, origin, imported_by)
                        values (?, ?, ?, ?,
                                (select count(*) from learned_word w
                                 join learned_word_withdrawal x on x.learned_word_id = w.id
                                 where w.base_model_id = ? and w.folded = ?),
                                ?, ?, ?, ?, ?)
                        on conflict (base_model_id, folded, predecessors) do nothing
                        """,
                        ids.next(),
                        word.baseModelId(),
                        word.word(),
                        word.folded(),
                        word.baseModelId(),
                        word.folded(),
                        word.sha256(),
                        word.tokens(),
                        provenance.licence(),
                        provenance.origin(),
                        provenance.importedBy())
                == 1;
    }

    /// Of the words that prompts cannot tell from this one, the last that came: all before it were withdrawn.
    LearnedWord last(NewWord word) {
        return sql.one(
                SELECT + "where w.base_model_id = ? and w.folded = ? order by w.predecessors desc limit 1",
                LearnedWords::row,
                word.baseModelId(),
                word.folded());
    }

    /// @return whether it was in force until now
    boolean withdraw(UUID id, String person) {
        return sql.update("""
                        insert into learned_word_withdrawal (learned_word_id, withdrawn_by) values (?, ?)
                        on conflict (learned_word_id) do nothing
                        """, id, person) == 1;
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
                instant(row, "created_at"),
                instantOrNull(row, "withdrawn_at"));
    }
}
