package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import io.agroal.api.AgroalDataSource;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineNamesTest {
    private static final Path INK = Path.of("/models/ink");
    private static final Path OIL = Path.of("/models/oil");
    private static final Path GONE = Path.of("/models/gone");

    private final List<Set<Path>> asked = new ArrayList<>();

    @Test
    void theRegistryIsAskedOnceForAllThatItHasNotTold() {
        var names = new PipelineNames(unknown -> {
            asked.add(unknown);
            return unknown.contains(INK) ? Map.of(INK, "Ink") : Map.of(OIL, "Oil");
        });
        names.learn(List.of());
        names.learn(List.of(INK, GONE));
        names.learn(List.of(INK));
        names.learn(List.of(INK, OIL, GONE));
        assertEquals(List.of(Set.of(INK, GONE), Set.of(OIL, GONE)), asked);
        assertEquals("Ink", names.of(INK));
        assertEquals("Oil", names.of(OIL));
        assertEquals("gone", names.of(GONE));
    }

    @Test
    void whileTheDatabaseIsAwayItIsAskedOnceACall() {
        var failure = away();
        var names = new PipelineNames(unknown -> {
            asked.add(unknown);
            throw failure;
        });
        names.learn(List.of(INK, OIL, GONE));
        assertEquals(1, asked.size());
        assertEquals("ink", names.of(INK));
        names.learn(List.of(INK));
        assertEquals(2, asked.size());
    }

    private static SqlFailure away() {
        var pool = (AgroalDataSource) Proxy.newProxyInstance(
                AgroalDataSource.class.getClassLoader(),
                new Class<?>[] {AgroalDataSource.class},
                (self, method, arguments) -> {
                    throw new SQLException("away");
                });
        return assertThrows(SqlFailure.class, () -> new Sql(pool).update("select 1"));
    }
}
