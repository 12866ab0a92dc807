package art.pinhua.vote;

import art.pinhua.Api;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A browser without sign-in: it keeps its cookie and remembers nothing else.
public final class Visitor {
    private volatile @Nullable String cookie;

    public RequestSpecification request() {
        var request = Api.given();
        return cookie == null ? request : request.cookie("pinhua_rater", cookie);
    }

    /// The raw answer to the question for the next tasks.
    public Response ask(UUID campaign, int count) {
        var response = request().body(Map.of("count", count)).post("/api/rating/campaigns/" + campaign + "/next");
        if (response.cookie("pinhua_rater") != null) {
            cookie = response.cookie("pinhua_rater");
        }
        return response;
    }

    public List<Map<String, Object>> next(UUID campaign, int count) {
        return ask(campaign, count).then().statusCode(200).extract().path("");
    }

    public Response vote(Map<String, Object> vote) {
        return request().body(vote).post("/api/rating/votes");
    }

    public @Nullable String cookie() {
        return cookie;
    }

    public static Map<String, Object> choice(Map<String, Object> assignment, String choice) {
        return new HashMap<>(Map.of(
                "voteId", UUID.randomUUID().toString(),
                "assignmentId", assignment.get("assignmentId"),
                "token", assignment.get("token"),
                "choice", choice,
                "tags", List.of(),
                "dwellMillis", 1500,
                "input", "TAP"));
    }

    public static Map<String, Object> skip(Map<String, Object> assignment, String reason) {
        var vote = choice(assignment, "LEFT");
        vote.remove("choice");
        vote.put("skipReason", reason);
        return vote;
    }

    public static Map<String, Object> ranks(Map<String, Object> assignment, List<Integer> ranks) {
        var vote = choice(assignment, "LEFT");
        vote.remove("choice");
        vote.put("ranks", ranks);
        return vote;
    }

    /// The pictures of an assignment, as they stand on screen.
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> slots(Map<String, Object> assignment) {
        return (List<Map<String, Object>>) Objects.requireNonNull(assignment.get("slots"));
    }
}
