package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.part;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.ImportResource.NewImport;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Files that are sent part by part: what becomes of those that nobody goes on with, that end on the
/// way, or that the disk has no room for.
@QuarkusTest
@TestSecurity(user = "uma", roles = "admin")
class UploadTest {
    private static final byte[] ADAPTER = "\u0004\0\0\0\0\0\0\0{  }".getBytes(StandardCharsets.ISO_8859_1);
    private static final int FIRST = 4;
    private static final long RESERVE = 1L << 30;

    @Inject
    Importer importer;

    @Inject
    AbandonedUploads abandoned;

    @Inject
    ModelImports imports;

    @Inject
    Registry registry;

    @Inject
    ModelFiles files;

    @Inject
    Blobs blobs;

    @Inject
    Jobs jobs;

    @Inject
    Ids ids;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    @Inject
    ImportPlaces places;

    @Inject
    UploadRoom room;

    @Inject
    DataFolder data;

    @Inject
    Sql sql;

    @Test
    @TestSecurity(user = "abby", roles = "admin")
    void uploadsLeftBehindGiveWayAfterADay() {
        var left = IntStream.range(0, 4).mapToObj(i -> upload("left")).toList();
        part(left.getFirst(), 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        var wish = Map.of("kind", "ADAPTER", "name", "next", "baseModelId", base(), "size", 3);
        begin(wish, 429).body("code", equalTo("TOO_MANY_UPLOADS"));
        left.forEach(this::letADayPass);
        begin(wish, 200);
        Api.given().get("/api/imports/" + left.getFirst()).then().body("state", equalTo("FAILED"));
        assertFalse(Files.exists(file(left.getFirst())));
        String others = upload("others");
        sql.update("update model_import set requested_by = 'somebody' where id = ?::uuid", others);
        Api.given().get("/api/imports/" + others).then().body("mine", equalTo(false));
        part(others, 0, ADAPTER, 403);
    }

    @Test
    void anUploadThatNobodyGoesOnWithEndsByItself() {
        String id = upload("alone");
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        letADayPass(id);
        abandoned.drop();
        ended(id, "FAILED").body("error", containsString("Nobody went on"));
        assertFalse(Files.exists(file(id)));
    }

    @Test
    void anUploadThatSomebodyGoesOnWithStaysHoweverLongAgoItBegan() {
        String id = upload("slow");
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        letADayPass(id);
        part(id, FIRST, Arrays.copyOfRange(ADAPTER, FIRST, FIRST + 1), 200);
        abandoned.drop();
        Api.given().get("/api/imports/" + id).then().body("state", equalTo("UPLOADING"));
        assertTrue(Files.exists(file(id)));
        importer.cancel(UUID.fromString(id));
    }

    @Test
    void whatIsSentWholeIsNoUploadAnyMore() throws IOException {
        String id = upload("whole");
        sql.update("update model_import set state = 'QUEUED' where id = ?::uuid", id);
        Files.write(file(id), ADAPTER);
        letADayPass(id);
        abandoned.drop();
        Api.given().get("/api/imports/" + id).then().body("state", equalTo("QUEUED"));
        assertTrue(Files.exists(file(id)), "its job unpacks it");
        importer.cancel(UUID.fromString(id));
    }

    @Test
    void filesOfUploadsThatAreOverGo() throws IOException {
        String id = upload("over");
        importer.cancel(UUID.fromString(id));
        Files.write(file(id), ADAPTER);
        Path unknown = Files.write(file(UUID.randomUUID().toString()), ADAPTER);
        Path other = Files.write(data.root().resolve("uploads/note.part"), ADAPTER);
        abandoned.drop();
        assertFalse(Files.exists(file(id)));
        assertFalse(Files.exists(unknown), "as after a backup was restored");
        assertTrue(Files.exists(other));
        Files.delete(other);
    }

    @Test
    void anUploadIsCancelledOnce() {
        String id = upload("half");
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        for (int i = 0; i < 2; i++) {
            Api.given().post("/api/imports/" + id + "/cancel").then().statusCode(204);
        }
        Api.given().get("/api/imports/" + id).then().body("state", equalTo("CANCELLED"));
        part(id, FIRST, Arrays.copyOfRange(ADAPTER, FIRST, FIRST + 2), 409);
    }

    @Test
    void bytesThatArriveWhileAnUploadIsCancelledLeaveNoFile() {
        String fresh = upload("fresh");
        cancelledWhileArriving(fresh, 0);
        String half = upload("half sent");
        part(half, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        cancelledWhileArriving(half, FIRST);
    }

    private void cancelledWhileArriving(String id, int offset) {
        var cancelling = new Uploads(data) {
            @Override
            boolean write(UUID upload, long from, byte[] bytes) {
                importer.cancel(upload); // after the row was read
                return super.write(upload, from, bytes);
            }
        };
        byte[] next = Arrays.copyOfRange(ADAPTER, offset, offset + 2);
        var late = importer(cancelling, room);
        var refusal = assertThrows(ProblemException.class, () -> late.take(UUID.fromString(id), offset, next, "uma"));
        assertEquals(RegistryProblem.UPLOAD_ELSEWHERE, refusal.code());
        assertTrue(refusal.detail().contains("CANCELLED"), refusal::detail);
        assertFalse(Files.exists(file(id)));
    }

    /// A backup holds the rows of uploads, but not their files.
    @Test
    void anUploadWhoseFirstBytesAreGoneIsSaidToBe() throws IOException {
        String id = upload("restored");
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        Files.delete(file(id));
        part(id, FIRST, Arrays.copyOfRange(ADAPTER, FIRST, FIRST + 2), 409).body("code", equalTo("UPLOAD_ELSEWHERE"));
        ended(id, "FAILED").body("error", containsString("upload is gone"));
        assertFalse(Files.exists(file(id)));
    }

    @Test
    void anUploadThatLacksItsEndAloneAndIsGoneIsSaidToBe() throws IOException {
        String id = upload("restored whole");
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        byte[] rest = Arrays.copyOfRange(ADAPTER, FIRST, ADAPTER.length);
        var narrow = importer(new Uploads(data), free(RESERVE + rest.length));
        refusedForRoom(() -> narrow.take(UUID.fromString(id), FIRST, rest, "uma"));
        Files.delete(file(id));
        part(id, ADAPTER.length, new byte[0], 409).body("code", equalTo("UPLOAD_ELSEWHERE"));
        ended(id, "FAILED").body("error", containsString("upload is gone"));
    }

    @Test
    void uploadsUnderWayAreCountedBeforeAnotherBegins() {
        var late = importer(new Uploads(data), free(40L << 30));
        var first = late.begin(model(16L << 30), "uma");
        try {
            var refusal = refusedForRoom(() -> late.begin(model(16L << 30), "uma"));
            assertTrue(refusal.detail().contains("those under way 32768 MB more"), refusal::detail);
        } finally {
            importer.cancel(first.id());
        }
        importer.cancel(late.begin(model(16L << 30), "uma").id());
    }

    private static NewImport model(long size) {
        return new NewImport(ImportKind.BASE_MODEL, "large", null, null, size, null, null, null, null, null);
    }

    @Test
    void whatIsKeptForVotesIsNotTakenByAnUpload() {
        String id = upload("late");
        byte[] rest = Arrays.copyOfRange(ADAPTER, FIRST, ADAPTER.length);
        var full = importer(new Uploads(data), free(RESERVE));
        refusedForRoom(() -> full.take(UUID.fromString(id), 0, Arrays.copyOf(ADAPTER, FIRST), "uma"));
        assertFalse(Files.exists(file(id)));
        part(id, 0, Arrays.copyOf(ADAPTER, FIRST), 200);
        var narrow = importer(new Uploads(data), free(RESERVE + rest.length));
        refusedForRoom(() -> narrow.take(UUID.fromString(id), FIRST, rest, "uma")); // and its copy among the blobs
        Api.given()
                .get("/api/imports/" + id)
                .then()
                .body("state", equalTo("UPLOADING"))
                .body("received", equalTo(ADAPTER.length));
        part(id, ADAPTER.length, new byte[0], 200);
        ended(id, "DONE");
    }

    @Test
    void aDiskThatIsFullSaysSo() {
        String id = upload("too late");
        byte[] next = Arrays.copyOf(ADAPTER, FIRST);
        for (String trouble : List.of("No space left on device", "Input/output error")) {
            var failing = new Uploads(data) {
                @Override
                boolean write(UUID upload, long from, byte[] bytes) {
                    throw new UncheckedIOException("cannot keep the upload", new IOException(trouble));
                }
            };
            var late = importer(failing, room);
            if (trouble.startsWith("No space")) {
                refusedForRoom(() -> late.take(UUID.fromString(id), 0, next, "uma"));
            } else {
                assertThrows(UncheckedIOException.class, () -> late.take(UUID.fromString(id), 0, next, "uma"));
            }
        }
        importer.cancel(UUID.fromString(id));
    }

    private static ProblemException refusedForRoom(Executable act) {
        var refusal = assertThrows(ProblemException.class, act);
        assertEquals(CommonProblem.NO_ROOM, refusal.code());
        return refusal;
    }

    private UploadRoom free(long bytes) {
        var disk = new DiskRoom(data, new MemorySize(BigInteger.valueOf(RESERVE))) {
            @Override
            public long free() {
                return bytes;
            }
        };
        return new UploadRoom(disk, imports);
    }

    private Importer importer(Uploads sent, UploadRoom place) {
        return new Importer(
                imports,
                registry,
                files,
                blobs,
                jobs,
                ids,
                audit,
                clock,
                sent,
                new AbandonedUploads(imports, sent),
                places,
                place,
                new MemorySize(BigInteger.valueOf(16L << 30)));
    }

    private Path file(String id) {
        return data.root().resolve("uploads").resolve(id + ".part");
    }

    private void letADayPass(String id) {
        sql.update(
                "update model_import set created_at = now() - interval '25 hours',"
                        + " received_at = now() - interval '25 hours' where id = ?::uuid",
                id);
    }

    private static String upload(String name) {
        return begin(Map.of("kind", "ADAPTER", "name", name, "baseModelId", base(), "size", ADAPTER.length), 200)
                .body("state", equalTo("UPLOADING"))
                .extract()
                .path("id");
    }
}
