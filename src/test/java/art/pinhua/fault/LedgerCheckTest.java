package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.PostgresTestResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checker finds each kind of loss: on the few columns that it reads, broken by hand.
class LedgerCheckTest {
    private static final UUID VOTE = new UUID(1, 1);
    private static final UUID SECOND = new UUID(1, 2);
    private static final UUID ASSIGNMENT = new UUID(2, 1);

    @TempDir
    Path folder;

    Connection database;

    @BeforeEach
    void twoTables() throws SQLException {
        var name = "ledger_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        var cluster = PostgresTestResource.cluster();
        cluster.createDatabase(name);
        var owner = cluster.access(name).owner();
        database = DriverManager.getConnection(cluster.access(name).url(), owner.user(), owner.password());
        run("create table assignment (id uuid primary key, state text)");
        run("create table vote (vote_id uuid primary key, assignment_id uuid, choice text, supersedes uuid)");
        run("insert into assignment values ('" + ASSIGNMENT + "', 'ANSWERED')");
        run("insert into vote values ('" + VOTE + "', '" + ASSIGNMENT + "', 'LEFT')");
    }

    @AfterEach
    void leave() throws SQLException {
        database.close();
    }

    @Test
    void aWholeLedgerHolds() throws Exception {
        var found = check(VOTE + " " + ASSIGNMENT + " LEFT");
        assertEquals(List.of(), found.faults());
        assertEquals(1, found.acknowledged());
        assertEquals(1, found.stored());
    }

    @Test
    void aLostVoteIsFound() throws Exception {
        faulty("acknowledged and not stored", VOTE + " " + ASSIGNMENT + " LEFT", SECOND + " " + ASSIGNMENT + " LEFT");
    }

    @Test
    void aVoteThatNobodyKnowsOfIsFound() throws Exception {
        faulty("stored and never acknowledged");
    }

    @Test
    void anotherChoiceIsFound() throws Exception {
        faulty("stored as another vote", VOTE + " " + ASSIGNMENT + " RIGHT");
    }

    @Test
    void aVoteCountedTwiceIsFound() throws Exception {
        run("insert into vote values ('" + SECOND + "', '" + ASSIGNMENT + "', 'LEFT')");
        faulty(
                "1 assignments with more than one standing vote",
                VOTE + " " + ASSIGNMENT + " LEFT",
                SECOND + " " + ASSIGNMENT + " LEFT");
    }

    @Test
    void counterDriftIsFound() throws Exception {
        run("update assignment set state = 'ISSUED'");
        faulty("1 votes whose assignment says it waits", VOTE + " " + ASSIGNMENT + " LEFT");
        run("update assignment set state = 'ANSWERED'");
        run("delete from vote");
        faulty("1 assignments answered without a vote");
    }

    private void faulty(String fault, String... journal) throws Exception {
        var found = check(journal);
        assertTrue(found.faults().stream().anyMatch(each -> each.startsWith(fault)), found::toString);
    }

    private LedgerCheck.Findings check(String... journal) throws Exception {
        return LedgerCheck.of(Files.write(folder.resolve("journal"), List.of(journal)), database);
    }

    private void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
