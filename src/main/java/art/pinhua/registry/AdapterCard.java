package art.pinhua.registry;

import art.pinhua.training.io.PeftAdapter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// An adapter as people choose it.
/// @param baseModelId   the model it was made for, or imported for
/// @param fits          base models that it can be laid over: that one, and those with the same layers
/// @param sha256        of the file as it is kept
/// @param targetModules kinds of layers it changes
/// @param parameters    0 where nobody counted
/// @param triggerWords  words that its file names as those it was trained with, most frequent first
/// @param licence       what was known of it when it came; likewise its origin
/// @param madeOf        files that its own was joined of, with digests; empty if it is kept as it came
/// @param imported      whether it came from outside
public record AdapterCard(
        UUID id,
        UUID baseModelId,
        String baseModelName,
        List<UUID> fits,
        String sha256,
        String name,
        int rank,
        double alpha,
        List<String> targetModules,
        long parameters,
        List<String> triggerWords,
        String licence,
        String origin,
        String madeOf,
        boolean imported,
        Instant createdAt) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_WORDS = 12;

    static String json(Map<String, String> metadata) {
        var kept = new TreeMap<String, String>();
        metadata.forEach((key, value) -> kept.put(storable(key), storable(value)));
        try {
            return JSON.writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without what PostgreSQL cannot keep: NUL, and half of a surrogate pair.
    private static String storable(String text) {
        return text.codePoints()
                .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String madeOf(String metadata) {
        try {
            return JSON.readTree(metadata).path(PeftAdapter.MADE_OF).asText("");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // the database keeps JSON only
        }
    }

    /// Kohya's trainers count the tags of their pictures; ModelSpec names a phrase.
    static List<String> triggerWords(String metadata) {
        try {
            JsonNode root = JSON.readTree(metadata);
            String phrase = root.path("modelspec.trigger_phrase").asText("").strip();
            if (!phrase.isEmpty()) {
                return List.of(phrase);
            }
            var counts = new HashMap<String, Integer>();
            String frequency = root.path("ss_tag_frequency").asText("");
            if (frequency.isEmpty()) {
                return List.of();
            }
            JSON.readTree(frequency)
                    .forEach(folder -> folder.properties()
                            .forEach(tag -> counts.merge(
                                    tag.getKey().strip(), tag.getValue().asInt(), Integer::sum)));
            return counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .filter(word -> !word.isEmpty() && word.length() <= 60)
                    .limit(MOST_WORDS)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of(); // a note of the file, and notes may be anything
        }
    }
}
