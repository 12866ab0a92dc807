package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.S3Server;
import art.pinhua.demo.ApiClient;
import art.pinhua.demo.CrowdCampaign;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that vanish (row 30), and an installation whose processes have no folder in common.
@Tag("slow")
class LostBlobsIT {
    @TempDir
    Path folder;

    @Test
    void everyLostBlobIsListedAndOnlyItsPictureIsGone() throws Exception {
        try (var house = new House(folder)) {
            var web = house.start("web1", "web", Map.of());
            house.start("worker1", "worker", Map.of());
            try (var curator = new ApiClient(web.address())) {
                curator.acceptInvitation(web.invitation(), "admin", House.PASSWORD);
                CrowdCampaign.open(curator);
                var all = blobs(folder.resolve("data/blobs"));
                var lost = new TreeSet<String>();
                var random = new Random(30);
                while (lost.size() < 10) {
                    lost.add(all.get(random.nextInt(all.size())));
                }
                for (var name : lost) {
                    Files.delete(folder.resolve("data/blobs")
                            .resolve(name.substring(0, 2))
                            .resolve(name));
                }
                var found = curator.get("/api/blobs");
                assertEquals(10, found.path("missing").path("count").asInt());
                assertEquals(lost, new TreeSet<>(texts(found.path("missing").path("first"))));
                int gone = 0;
                int served = 0;
                for (var image : images(house)) {
                    try {
                        served += curator.bytes("/api/images/" + image + "/file").length > 0 ? 1 : 0;
                    } catch (ApiClient.Refused missing) {
                        assertEquals(500, missing.status());
                        assertTrue(String.valueOf(missing.getMessage()).contains("BLOB_MISSING"), missing::toString);
                        gone++;
                    }
                }
                assertTrue(gone > 0 && served > 0, gone + " gone, " + served + " served");
                FaultReport.row(
                        30,
                        "10 of " + all.size() + " files of pictures deleted",
                        "10 listed; " + served + " pictures served as before, " + gone + " refused by code");
            }
        }
    }

    /// Web and workers apart, each with a data folder of its own: what they share is the database and the bucket.
    @Test
    void processesWithoutACommonFolderWorkTogetherOverABucket() throws Exception {
        try (var store = S3Server.start(folder);
                var house = new House(folder)) {
            store.makeBucket("pinhua");
            var web1 = house.start("web1", "web", apart(store, "web1"));
            try (var first = new ApiClient(web1.address())) {
                first.acceptInvitation(web1.invitation(), "admin", House.PASSWORD);
            }
            house.start("web2", "web", apart(store, "web2"));
            house.start("worker1", "worker", apart(store, "worker1"));
            var worker2 = house.start("worker2", "worker", apart(store, "worker2"));
            try (var curator = new ApiClient(web1.address())) {
                curator.signIn("admin", House.PASSWORD);
                var campaign = CrowdCampaign.open(curator);
                house.process("worker1").kill();
                assertTrue(worker2.handle().isAlive());
                var generation = curator.post(
                                "/api/generations", Map.of("prompt", "竹林", "count", 2, "steps", 4, "seed", 5))
                        .path("id")
                        .asText();
                VoteFaults.await(
                        "the other worker draws",
                        () -> curator.get("/api/generations/" + generation)
                                .path("state")
                                .asText()
                                .equals("DONE"));
                var images = curator.get("/api/generations/" + generation).path("images");
                assertEquals(2, images.size());
                for (var image : images) {
                    assertTrue(curator.bytes(image.path("url").asText()).length > 100);
                }
                // the cookie that one web process gives holds at the other: their keys lie in the database
                var journal = new Journal(folder.resolve("journal"));
                try (var load = new VoteLoad(house.webs(), campaign, journal, 4).start(2)) {
                    load.awaitReceipts(15, Duration.ofMinutes(1));
                    load.finish();
                }
                try (var database = house.connect()) {
                    assertEquals(
                            List.of(), LedgerCheck.of(journal.file(), database).faults());
                }
                var stock = curator.get("/api/blobs");
                assertEquals(0, stock.path("missing").path("count").asInt());
                assertTrue(stock.path("files").asInt() >= 14, stock::toString);
            }
            for (var name : List.of("web1", "web2", "worker1", "worker2")) {
                assertEquals(
                        List.of(), blobs(folder.resolve("apart-" + name).resolve("blobs")), "nothing lies in " + name);
            }
        }
    }

    private static List<String> images(House house) throws SQLException {
        try (var database = house.connect();
                var query = database.createStatement();
                var rows = query.executeQuery("select id from image")) {
            var ids = new ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private Map<String, String> apart(S3Server store, String name) {
        var settings = new HashMap<>(store.environment("pinhua"));
        settings.put("PINHUA_DATA", folder.resolve("apart-" + name).toString());
        return settings;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> blobs(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{64}"))
                    .sorted()
                    .toList();
        }
    }
}
