package art.pinhua.demo;

import art.pinhua.training.starter.rater.SimulatedRater;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// One simulated person who answers the tasks of a campaign: sees the bytes of the pictures and nothing else.
final class Visitor {
    private static final int AT_ONCE = 5;

    private final ApiClient client;
    private final SimulatedRater person;
    private int questions;

    Visitor(ApiClient client, SimulatedRater person) {
        this.client = client;
        this.person = person;
    }

    /// Answers until the campaign has nothing more for this person.
    /// @param most at most so many answers
    /// @return answers that were acknowledged
    int answerAll(String campaignId, int most) throws IOException, InterruptedException {
        JsonNode waiting = client.insist("/api/rating/campaigns/" + campaignId + "/next", Map.of("count", AT_ONCE));
        var queue = new ArrayList<JsonNode>();
        waiting.forEach(queue::add);
        int answered = 0;
        while (!queue.isEmpty() && answered < most) {
            JsonNode receipt = answer(queue.getFirst());
            answered++;
            queue.clear();
            receipt.path("next").forEach(queue::add);
        }
        return answered;
    }

    private JsonNode answer(JsonNode assignment) throws IOException, InterruptedException {
        var pictures = new ArrayList<byte[]>();
        for (JsonNode slot : assignment.path("slots")) {
            pictures.add(client.bytes(slot.path("imageUrl").asText()));
        }
        var vote = new LinkedHashMap<String, Object>();
        String assignmentId = assignment.path("assignmentId").asText();
        vote.put(
                "voteId",
                UUID.nameUUIDFromBytes(assignmentId.getBytes(StandardCharsets.UTF_8))
                        .toString());
        vote.put("assignmentId", assignmentId);
        vote.put("token", assignment.path("token").asText());
        vote.put(
                "choice",
                person.compare(pictures.get(0), pictures.get(1), ++questions).name());
        vote.put("dwellMillis", person.dwellMillis(questions));
        vote.put("input", "TAP");
        return client.insist("/api/rating/votes", vote);
    }
}
