package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Erases a person, or a rater of the crowd, in the name of the one role that may: what they did and voted stays, under
/// a pseudonym that leads to nobody.
final class Erasure {
    private static final String NO_SUCH = "P0002";
    private static final String SEVERAL = "P0003";
    private static final String BACKUPS =
            ". Backups made before still know them: erase again after restoring one; nothing here remembers whom";

    private Erasure() {}

    /// @param who a sign-in name, a rater's pseudonym, or an id
    static String of(Path data, String who) throws SQLException {
        try (var visit = EmbeddedPostgres.visit(data.resolve("pg"));
                var connection = visit.connect();
                var role = connection.createStatement()) {
            role.execute("set role pinhua_eraser");
            var kind = erase(connection, who);
            role.execute("reset role");
            removeTraces(connection, who);
            return told(kind, who) + BACKUPS;
        }
    }

    private static String erase(Connection connection, String who) throws SQLException {
        try (var erase = connection.prepareStatement("select erase(?)")) {
            erase.setString(1, who);
            try (var row = erase.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw refused(who, e);
        }
    }

    /// The erasure holds already: what fails here can be done later.
    private static void removeTraces(Connection connection, String who) {
        try {
            Traces.remove(connection);
        } catch (SQLException e) {
            throw new CannotStart(
                    who + " is erased, but the files of the tables, and so the next backup, still hold what is gone: "
                            + firstLine(e, "no reason told") + ". The next erasure takes that away as well",
                    e);
        }
    }

    private static String told(String kind, String who) {
        return kind.equals("PERSON")
                ? who
                        + " is erased: name, password, sign-ins and the link to their votes are gone. Whom another provider"
                        + " signs in comes back as somebody new, who is not disabled, with the next request that bears a"
                        + " token: so have them deleted there, and erase once their tokens have run out"
                : "rater " + who + " is erased: the link to their votes, their comments and their consent are gone";
    }

    private static SQLException refused(String who, SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case NO_SUCH ->
                throw new CannotStart(
                        "nobody here is called " + who + ". Give the name somebody signs in with, the pseudonym a rater"
                                + " was shown, or an id",
                        e);
            case SEVERAL -> throw new CannotStart(firstLine(e, who), e);
            default -> e;
        };
    }

    private static String firstLine(SQLException e, String otherwise) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(otherwise);
    }
}
