package art.pinhua.platform.sql;

import java.sql.SQLException;

/// The database refused a statement or could not be reached.
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String state;

    SqlFailure(String sql, SQLException cause) {
        super(cause.getMessage() + " in: " + sql.strip(), cause);
        state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /// The SQLSTATE, such as `23505` for a row that exists already.
    public String state() {
        return state;
    }
}
