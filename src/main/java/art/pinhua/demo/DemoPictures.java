package art.pinhua.demo;

import art.pinhua.training.starter.Rate;
import art.pinhua.training.starter.rater.Glance;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the pictures of before and after: same prompts, same seeds, another model version.
final class DemoPictures {
    private static final int PER_PROMPT = 4;

    /// The server lets one person have eight waiting.
    private static final int AHEAD = 4;

    private static final long SEED = 1000;

    private final ApiClient curator;

    DemoPictures(ApiClient curator) {
        this.curator = curator;
    }

    /// @param pictures     PNG bytes in the order of the prompts, as many of each
    /// @param firstImageId id of the first, to trace it back
    record Measured(List<String> prompts, List<byte[]> pictures, String firstImageId) {
        /// How many of the pictures with a figure show what is secretly liked.
        Rate liked() {
            var liked = new Rate(0, 0);
            for (byte[] picture : pictures) {
                var seen = Glance.atFile(picture);
                liked = seen.figure() ? liked.plus(DemoPeople.TASTE.shownBy(seen)) : liked;
            }
            return liked;
        }

        @Override
        public String toString() {
            return pictures.size() + " pictures";
        }
    }

    /// @param modelVersionId which version makes them; null asks for the one that is served
    Measured make(List<String> prompts, @Nullable String modelVersionId) throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < prompts.size(); i++) {
            if (i >= AHEAD) {
                done(ids.get(i - AHEAD));
            }
            var request = new LinkedHashMap<String, Object>();
            request.put("prompt", prompts.get(i));
            request.put("count", PER_PROMPT);
            request.put("seed", SEED + (long) i * PER_PROMPT);
            if (modelVersionId != null) {
                request.put("modelVersionId", modelVersionId);
            }
            ids.add(curator.post("/api/generations", request).path("id").asText());
        }
        var pictures = new ArrayList<byte[]>();
        String first = "";
        for (String id : ids) {
            for (JsonNode image : done(id).path("images")) {
                first = first.isEmpty() ? image.path("id").asText() : first;
                pictures.add(curator.bytes(image.path("url").asText()));
            }
        }
        return new Measured(prompts, pictures, first);
    }

    private JsonNode done(String generationId) throws IOException, InterruptedException {
        while (true) {
            JsonNode now = curator.get("/api/generations/" + generationId);
            switch (now.path("state").asText()) {
                case "DONE" -> {
                    return now;
                }
                case "FAILED", "CANCELLED" -> throw new IOException("generation " + now);
                default -> TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }
}
