package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.generation.GenerationResource.NewGeneration;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.Blob;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.Png;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A mask is kept when it is sent: without room for it the answer says so, where a job would wait.
@QuarkusTest
@TestSecurity(user = "mara", roles = "expert")
class MaskRoomTest {
    @Inject
    Generations generations;

    @Inject
    Wishes wishes;

    @Inject
    Jobs jobs;

    @Inject
    Blobs blobs;

    @Inject
    DiskRoom room;

    @Inject
    Ids ids;

    @Inject
    DataFolder data;

    @Test
    void aMaskDoesNotTakeWhatIsKeptForVotes() {
        var reserved = new DiskRoom(data, new MemorySize(BigInteger.valueOf(Long.MAX_VALUE)));
        var detail = refusal(blobs, reserved);
        assertTrue(detail.contains("are kept for votes"), detail);
    }

    @Test
    void aDiskThatIsFullSaysSo() {
        var full = new Blobs(data) {
            @Override
            public Blob store(byte[] bytes) {
                throw new UncheckedIOException("cannot keep a blob", new IOException("No space left on device"));
            }
        };
        assertEquals(DiskRoom.FULL, refusal(full, room));
    }

    private String refusal(Blobs kept, DiskRoom place) {
        var playground = new Playground(generations, wishes, jobs, kept, place, ids, List.of());
        var wish = masked();
        var refusal = assertThrows(ProblemException.class, () -> playground.ask(wish, "mara"));
        assertEquals(CommonProblem.NO_ROOM, refusal.code());
        return refusal.detail();
    }

    private static NewGeneration masked() {
        String start = view(ask(Map.of("prompt", "竹林", "count", 1, "steps", 1)), "DONE")
                .extract()
                .path("images[0].id");
        byte[] mask = Png.encode(new Png.Pixels(2, 1, new byte[] {-1, -1, -1, 0, 0, 0}));
        return new NewGeneration(
                "竹林",
                null,
                1,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                UUID.fromString(start),
                null,
                Base64.getEncoder().encodeToString(mask),
                null,
                null,
                null,
                null);
    }
}
