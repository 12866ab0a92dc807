package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop once round on the packaged product: real pictures, PostgreSQL, training and promotion.
class LoopIT {
    @TempDir
    Path folder;

    @Test
    void votesBecomeAModelThatIsServedAndTracedBack() throws Exception {
        var demo = new Demo(Repository.root(), ServerPrograms.sharedBy(folder), DemoSize.brief());
        Demo.Outcome outcome = demo.play();

        assertTrue(outcome.curation().path("kept").asInt() > 0, () -> "votes kept: " + outcome.curation());
        assertEquals("DONE", outcome.run().path("state").asText());
        String candidate = outcome.run().path("modelVersionId").asText();
        assertFalse(candidate.isEmpty());
        assertEquals(candidate, outcome.promotion().path("modelVersionId").asText());
        assertTrue(outcome.comparison().path("votes").asInt() > 0, () -> "blind votes: " + outcome.comparison());

        JsonNode lineage = outcome.lineage();
        assertEquals(candidate, lineage.path("modelVersion").path("id").asText(), "the next picture comes from it");
        assertEquals(outcome.campaignId(), lineage.path("campaign").path("id").asText());
        assertEquals(
                outcome.curation().path("votes").asInt(),
                lineage.path("votes").path("count").asInt());
        assertTrue(kinds(lineage)
                .containsAll(List.of("image", "model-version", "adapter", "run", "snapshot", "curation", "votes")));
        assertFalse(outcome.before().pictures().isEmpty());
        assertEquals(
                outcome.before().pictures().size(), outcome.after().pictures().size());

        Path report = folder.resolve("report.html");
        Files.writeString(report, DemoStory.tell(outcome, DemoSize.brief()));
        assertTrue(Files.size(report) > 10_000);
    }

    /// The full demonstration, some ten minutes: what raters secretly like becomes more frequent, and blind raters say
    /// so.
    @Test
    @Tag("slow")
    void hiddenTasteIsLearnt() throws Exception {
        var outcome = new Demo(Repository.root(), folder, DemoSize.full()).play();
        var before = outcome.before().liked();
        var after = outcome.after().liked();
        assertTrue(after.low() > before.high(), () -> "liked before " + before + ", after " + after);
        assertEquals("CHALLENGER_WINS", outcome.comparison().path("verdict").asText(), outcome.comparison()::toString);
    }

    private static List<String> kinds(JsonNode lineage) {
        var kinds = new ArrayList<String>();
        lineage.path("nodes").forEach(node -> kinds.add(node.path("type").asText()));
        return kinds;
    }
}
