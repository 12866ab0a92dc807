package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/// Unlinks a rater from their votes, in the name of the one role that may: outcomes stay, under a tombstone that leads
/// to
/// nobody; subject, consent and comments go. Doing it twice is doing it once.
final class Erasure {
    private static final String NO_SUCH = "P0002";

    private Erasure() {}

    static String of(Path data, String rater) throws SQLException {
        var id = id(rater);
        try (var visit = EmbeddedPostgres.visit(data.resolve("pg"));
                var connection = visit.connect();
                var role = connection.createStatement()) {
            role.execute("set role pinhua_eraser");
            try (var unlink = connection.prepareStatement("select unlink_rater(?)")) {
                unlink.setObject(1, id);
                try (var row = unlink.executeQuery()) {
                    row.next();
                    return "rater " + id + " is erased; their votes stay under the tombstone " + row.getString(1)
                            + ". Backups made before still know them: erase again after restoring one";
                }
            } catch (SQLException e) {
                if (NO_SUCH.equals(e.getSQLState())) {
                    throw new CannotStart("there is no rater " + id, e);
                }
                throw e;
            }
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new CannotStart(
                    "a rater is named by an id such as 123e4567-e89b-12d3-a456-426614174000, not " + text, e);
        }
    }
}
