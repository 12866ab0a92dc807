package art.pinhua.platform.sql;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Runs statements over the pool: inside a transaction as part of it, otherwise each on its own.
/// Parameters may be texts, numbers, booleans, UUIDs, instants, enums (by name), collections of these
/// (as arrays), bytes and null.
@Singleton
public class Sql {
    private static final int ROWS_AT_ONCE = 1_000;

    private final AgroalDataSource dataSource;

    public Sql(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Takes one row of an answer.
    public interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /// Reads one row of an answer.
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = prepare(connection, sql, parameters);
                var rows = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /// Hands each row on as it comes, so that an answer of any length takes little memory. To be called in a
    /// transaction: outside of one the driver reads the whole answer first.
    public void each(String sql, RowTaker taker, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = prepare(connection, sql, parameters)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    taker.take(rows);
                }
            }
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... parameters) {
        return list(sql, reader, parameters).stream().findFirst();
    }

    /// The first row of a statement that always has one.
    public <T> T one(String sql, Reader<T> reader, @Nullable Object... parameters) {
        return first(sql, reader, parameters).orElseThrow(() -> new IllegalStateException("no row: " + sql));
    }

    /// @return rows changed
    public int update(String sql, @Nullable Object... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    /// The same statement once for each set of parameters, in one round trip.
    public void batch(String sql, Collection<? extends List<? extends @Nullable Object>> rows) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (List<? extends @Nullable Object> row : rows) {
                bind(connection, statement, row.toArray());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new SqlFailure(sql, e);
        }
    }

    public static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /// An array column as a list; an absent one is empty.
    public static <T> List<T> list(ResultSet row, String column, Class<T> type) throws SQLException {
        var array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray()).map(type::cast).toList();
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            bind(connection, statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            switch (value) {
                case null -> statement.setNull(i + 1, Types.NULL);
                case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
                case Enum<?> constant -> statement.setString(i + 1, constant.name());
                case Collection<?> list ->
                    statement.setArray(i + 1, connection.createArrayOf(arrayType(list), elements(list)));
                default -> statement.setObject(i + 1, value);
            }
        }
    }

    private static Object[] elements(Collection<?> list) {
        return list.stream()
                .map(value -> value instanceof Enum<?> constant ? constant.name() : value)
                .toArray();
    }

    private static String arrayType(Collection<?> list) {
        return switch (list.isEmpty() ? "" : list.iterator().next()) {
            case UUID id -> "uuid";
            case Long number -> "bigint";
            case Integer number -> "integer";
            case Double number -> "float8";
            default -> "text";
        };
    }
}
