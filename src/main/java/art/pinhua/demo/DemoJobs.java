package art.pinhua.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Long work that the API answers with a job: asked for, and waited for.
final class DemoJobs {
    private DemoJobs() {}

    /// @return the curation run
    static JsonNode curate(ApiClient curator, String campaignId) throws IOException, InterruptedException {
        String path = "/api/campaigns/" + campaignId + "/curations";
        JsonNode asked = curator.post(path, Map.of());
        String id = done(curator, path + "/jobs", asked.path("job").path("id").asText())
                .path("curationId")
                .asText();
        return curator.get("/api/curations/" + id);
    }

    /// @return the snapshot
    static JsonNode freeze(ApiClient curator, String curationId, String name) throws IOException, InterruptedException {
        String path = "/api/curations/" + curationId + "/snapshots";
        JsonNode asked = curator.post(path, Map.of("name", name));
        JsonNode answer = asked.has("snapshot")
                ? asked
                : done(curator, path + "/jobs", asked.path("job").path("id").asText());
        return answer.path("snapshot");
    }

    private static JsonNode done(ApiClient curator, String path, String jobId)
            throws IOException, InterruptedException {
        while (true) {
            for (JsonNode each : curator.get(path)) {
                JsonNode job = each.path("job");
                if (job.path("id").asText().equals(jobId) && job.has("endedAt")) {
                    if (job.path("state").asText().equals("DONE")) {
                        return each;
                    }
                    throw new IOException(path + " ended as " + job);
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
