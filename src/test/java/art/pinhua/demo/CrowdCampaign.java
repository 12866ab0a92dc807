package art.pinhua.demo;

import art.pinhua.training.starter.OpenPrompts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A small campaign for visitors, and the votes they send to it.
public final class CrowdCampaign {
    private CrowdCampaign() {}

    /// @return its id, once it takes votes
    public static String open(ApiClient curator) throws Exception {
        String prompts = curator.post(
                        "/api/prompt-sets",
                        Map.of("name", "p", "format", "LINES", "text", String.join("\n", OpenPrompts.list(0, 3))))
                .path("id")
                .asText();
        String id = curator.post(
                        "/api/campaigns",
                        Map.of(
                                "name", "crowd",
                                "kind", "COLLECTION",
                                "question", "哪张更好?",
                                "promptSetId", prompts,
                                "audience", "CROWD",
                                "taskKind", "PAIR",
                                "imagesPerPrompt", 4,
                                "overlap", 1000, // the most: votes go on as long as a test needs them
                                "goldShare", 0))
                .path("id")
                .asText();
        curator.post("/api/campaigns/" + id + "/open", Map.of());
        String state = "";
        while (!state.equals("OPEN")) {
            TimeUnit.MILLISECONDS.sleep(200);
            JsonNode now = curator.get("/api/campaigns/" + id);
            state = now.path("state").asText();
            if (state.equals("DRAFT")) {
                throw new AssertionError("the campaign was not opened: " + now);
            }
        }
        return id;
    }

    /// A vote as a phone sends it, with an id of its own.
    public static Map<String, Object> vote(JsonNode assignment) {
        var vote = new LinkedHashMap<String, Object>();
        vote.put("voteId", UUID.randomUUID().toString());
        vote.put("assignmentId", assignment.path("assignmentId").asText());
        vote.put("token", assignment.path("token").asText());
        vote.put("choice", "LEFT");
        vote.put("dwellMillis", 900);
        vote.put("input", "TAP");
        return vote;
    }
}
