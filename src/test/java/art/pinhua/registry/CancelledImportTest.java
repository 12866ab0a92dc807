package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Wait;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.TestAttempts;
import art.pinhua.platform.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Imports that are cancelled while rows of theirs are held by what is about to be noted, too: whoever
/// held the audit log before those rows would wait for one that waits for the log.
@QuarkusTest
@TestSecurity(user = "cleo", roles = "admin")
class CancelledImportTest {
    @Inject
    Importer importer;

    @Inject
    ModelImports imports;

    @Inject
    TestAttempts attempts;

    @Inject
    AuditLog audit;

    @Inject
    Sql sql;

    @Test
    void anImportIsCancelledWhileItsJobLetsSomethingIn() throws Exception {
        UUID id = upload();
        var job = attempts.lost(ImportWork.KIND, id);
        var cancel = new FutureTask<>(() -> importer.cancel(id), true);
        attempts.of(job).write(() -> noteWhileItWaits(cancel, id));
        cancel.get();
        attempts.takeOver(job);
        assertEquals(ImportState.CANCELLED, importer.one(id).state());
    }

    @Test
    void anUploadIsCancelledWhileItsEndIsEntered() throws Exception {
        UUID id = upload();
        var cancel = new FutureTask<>(() -> importer.cancel(id), true);
        QuarkusTransaction.requiringNew().run(() -> {
            assertTrue(imports.uploaded(id, null));
            noteWhileItWaits(cancel, id);
        });
        cancel.get();
        assertEquals(ImportState.CANCELLED, importer.one(id).state());
    }

    /// In the transaction that holds the row.
    private void noteWhileItWaits(FutureTask<Boolean> cancel, UUID id) {
        Thread.ofVirtual().start(cancel);
        Wait.until("it waits for us", () -> waiting() > 0);
        audit.record("import.uploaded", id, Map.of());
    }

    private int waiting() {
        return sql.one(
                "select count(*) as n from pg_locks"
                        + " where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))",
                row -> row.getInt("n"));
    }

    private static UUID upload() {
        var wish = Map.of("kind", "ADAPTER", "name", "unwanted", "baseModelId", base(), "size", 12);
        return UUID.fromString(begin(wish, 200).extract().path("id"));
    }
}
