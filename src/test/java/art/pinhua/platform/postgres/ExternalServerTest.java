package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.PostgresTestResource;
import art.pinhua.platform.CannotStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What an operator reads who gave the application a server it cannot use.
class ExternalServerTest {
    /// Another at each run: the cluster may be that of an earlier one.
    private static final String DATABASE = "of_an_operator_" + System.currentTimeMillis();
    private static DatabaseAccess access;

    @BeforeAll
    static void aServer() {
        var cluster = PostgresTestResource.cluster();
        cluster.createDatabase(DATABASE);
        access = cluster.access(DATABASE);
    }

    @Test
    void aServerThatIsNotThere() {
        var message = refusal("jdbc:postgresql://127.0.0.1:1/pinhua?password=hidden", access.owner());
        assertTrue(message.contains("127.0.0.1:1/pinhua cannot be reached"), message);
        assertTrue(message.contains("QUARKUS_DATASOURCE_JDBC_URL"), message);
        assertTrue(!message.contains("hidden"), message);
    }

    @Test
    void aWrongPassword() {
        var message = refusal(access.url(), new Credentials(access.owner().user(), "wrong"));
        assertTrue(message.contains("refuses the login of pinhua_owner"), message);
        assertTrue(message.contains("QUARKUS_DATASOURCE_PASSWORD"), message);
    }

    @Test
    void aDatabaseThatIsNotThere() {
        var message = refusal(access.url().replace(DATABASE, "nowhere"), access.owner());
        assertTrue(message.contains("no such database") && message.contains("createdb"), message);
    }

    @Test
    void aLoginThatMayNotMakeTables() {
        var message = refusal(access.url(), access.app());
        assertEquals(
                "pinhua_app may not make tables in " + access.url() + ". As its superuser run: alter database "
                        + DATABASE + " owner to pinhua_app",
                message);
    }

    @Test
    void aLoginThatMayNotWorkAsTheApplication() {
        var message = refusal(access.url(), access.owner());
        assertTrue(message.endsWith("As its superuser run: grant pinhua_app to pinhua_owner"), message);
    }

    @Test
    void aLoginThatMayNotWorkAsTheWebPart() {
        var refused = assertThrows(
                CannotStart.class,
                () -> new ExternalServer(
                                access.url(), access.owner(), access.app().user(), "pinhua_web")
                        .requireUsable(true));
        var message = String.valueOf(refused.getMessage());
        assertTrue(message.endsWith("As its superuser run: grant pinhua_web to pinhua_app"), message);
    }

    @Test
    void anAddressOfAnotherKind() {
        var message = refusal("jdbc:mysql://localhost/pinhua", access.owner());
        assertTrue(message.contains("must look like jdbc:postgresql://"), message);
    }

    @Test
    void loginsThatWillDo() {
        var superuser = PostgresTestResource.cluster().superuser();
        assertDoesNotThrow(
                () -> new ExternalServer(access.url(), superuser, superuser.user(), "pinhua_app").requireUsable(true));
        assertDoesNotThrow(() -> new ExternalServer(
                        access.url(), access.owner(), access.app().user(), "pinhua_app")
                .requireUsable(true));
    }

    private static String refusal(String url, Credentials login) {
        var refused = assertThrows(
                CannotStart.class,
                () -> new ExternalServer(url, login, login.user(), "pinhua_app").requireUsable(true));
        var message = String.valueOf(refused.getMessage());
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
