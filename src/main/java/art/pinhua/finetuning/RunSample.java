package art.pinhua.finetuning;

import java.util.UUID;

/// The same prompt and seed drawn with the adapter so far and without it.
///
/// @param seed a text, since JavaScript rounds large numbers
public record RunSample(int step, int index, String prompt, String seed, String url, String baseUrl) {

    static String address(UUID runId, String sha256) {
        return "/api/runs/" + runId + "/samples/" + sha256;
    }
}
