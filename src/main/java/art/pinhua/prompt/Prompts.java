package art.pinhua.prompt;

import static art.pinhua.platform.sql.Sql.instant;
import static art.pinhua.platform.sql.Sql.uuid;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Prompt sets, written once and read by everybody downstream.
@ApplicationScoped
public class Prompts {
    private static final String SELECT = "select id, prompt_set_id, text, language, topic from prompt ";

    private static final String SETS = """
            select s.id, s.name, s.created_at, (select count(*) from prompt p where p.prompt_set_id = s.id) as prompts
            from prompt_set s
            """;

    private final Sql sql;
    private final Ids ids;
    private final AuditLog audit;

    Prompts(Sql sql, Ids ids, AuditLog audit) {
        this.sql = sql;
        this.ids = ids;
        this.audit = audit;
    }

    public record PromptSet(UUID id, String name, int promptCount, Instant createdAt) {}

    public List<PromptSet> sets() {
        return sql.list(SETS + "order by s.created_at desc", Prompts::promptSet);
    }

    public PromptSet set(UUID id) {
        return sql.first(SETS + "where s.id = ?", Prompts::promptSet, id)
                .orElseThrow(() -> ProblemException.notFound("prompt set", id));
    }

    /// In the order of the set.
    public List<Prompt> ofSet(UUID promptSetId) {
        return sql.list(SELECT + "where prompt_set_id = ? order by position", Prompts::prompt, promptSetId);
    }

    public Map<UUID, Prompt> byIds(Collection<UUID> promptIds) {
        return sql.list(SELECT + "where id = any(?::uuid[])", Prompts::prompt, promptIds).stream()
                .collect(Collectors.toMap(Prompt::id, Function.identity()));
    }

    @Transactional
    UUID add(String name, List<PromptList.Line> lines, String createdBy) {
        UUID set = ids.next();
        sql.update("insert into prompt_set (id, name, created_by) values (?, ?, ?)", set, name, createdBy);
        var rows = new ArrayList<List<? extends @Nullable Object>>();
        for (PromptList.Line line : lines) {
            rows.add(Arrays.asList(
                    ids.next(),
                    set,
                    rows.size(),
                    line.text(),
                    Language.of(line.text()).code(),
                    line.topic()));
        }
        sql.batch(
                "insert into prompt (id, prompt_set_id, position, text, language, topic) values (?, ?, ?, ?, ?, ?)",
                rows);
        audit.record("prompt-set.added", set, Map.of("name", name, "prompts", rows.size()));
        return set;
    }

    private static PromptSet promptSet(ResultSet row) throws SQLException {
        return new PromptSet(uuid(row, "id"), row.getString("name"), row.getInt("prompts"), instant(row, "created_at"));
    }

    private static Prompt prompt(ResultSet row) throws SQLException {
        return new Prompt(
                uuid(row, "id"),
                uuid(row, "prompt_set_id"),
                row.getString("text"),
                row.getString("language"),
                row.getString("topic"));
    }
}
