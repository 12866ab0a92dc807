package art.pinhua.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskPlanTest {
    private final SplittableRandom random = new SplittableRandom(7);

    private TaskPlan.Source source(UUID prompt, int images) {
        return new TaskPlan.Source(
                prompt,
                new UUID(9, 9),
                IntStream.range(0, images)
                        .mapToObj(i -> new UUID(prompt.getLeastSignificantBits(), i))
                        .toList());
    }

    @Test
    void pairsMeetEveryImageTwiceAndNeverCrossPrompts() {
        var plan = TaskPlan.pairs(List.of(source(new UUID(0, 1), 5), source(new UUID(0, 2), 2)), random);
        assertEquals(5 + 1, plan.size());
        Map<UUID, Integer> met = new HashMap<>();
        for (var task : plan) {
            assertEquals(2, new HashSet<>(task.imageIds()).size());
            task.imageIds().forEach(image -> {
                met.merge(image, 1, Integer::sum);
                assertEquals(task.promptId().getLeastSignificantBits(), image.getMostSignificantBits());
            });
        }
        IntStream.range(0, 5).forEach(i -> assertEquals(2, met.get(new UUID(1, i))));
    }

    @Test
    void rankingsHoldFourDifferentImagesAndLeaveNoneOut() {
        var plan = TaskPlan.rankings(List.of(source(new UUID(0, 1), 6)), random);
        assertEquals(2, plan.size());
        var seen = new HashSet<UUID>();
        for (var task : plan) {
            assertEquals(4, new HashSet<>(task.imageIds()).size());
            seen.addAll(task.imageIds());
        }
        assertEquals(6, seen.size());
    }

    @Test
    void rankingsOfOnePromptHangTogether() {
        for (int images = 4; images <= 16; images++) {
            var plan = TaskPlan.rankings(List.of(source(new UUID(0, 1), images)), random);
            assertEquals((images + 1) / 3, plan.size(), images + " images");
            var linked = new HashSet<>(plan.getFirst().imageIds());
            for (var task : plan.subList(1, plan.size())) {
                assertEquals(4, new HashSet<>(task.imageIds()).size(), images + " images");
                assertTrue(task.imageIds().stream().anyMatch(linked::contains), images + " images");
                linked.addAll(task.imageIds());
            }
            assertEquals(images, linked.size());
        }
    }

    @Test
    void comparisonsPairTheSameSeedOfBothVersions() {
        var prompt = new UUID(0, 1);
        var challenger = new TaskPlan.Source(prompt, new UUID(8, 8), List.of(new UUID(5, 0), new UUID(5, 1)));
        var other = new TaskPlan.Source(new UUID(0, 2), new UUID(8, 8), List.of(new UUID(6, 0)));
        var plan = TaskPlan.comparisons(List.of(source(prompt, 2)), List.of(other, challenger));
        assertEquals(
                List.of(
                        new TaskPlan.Planned(prompt, List.of(new UUID(1, 0), new UUID(5, 0))),
                        new TaskPlan.Planned(prompt, List.of(new UUID(1, 1), new UUID(5, 1)))),
                plan);
    }

    @Test
    void goldTasksMakeUpTheirShare() {
        assertEquals(0, TaskPlan.goldCount(100, 0));
        assertEquals(11, TaskPlan.goldCount(100, 0.1));
        assertEquals(1, TaskPlan.goldCount(3, 0.05));
    }

    @Test
    void onlyTheListedStepsOfACampaignArePossible() {
        var allowed = new HashSet<String>();
        for (var from : CampaignState.values()) {
            for (var to : CampaignState.values()) {
                if (from.mayBecome(to)) {
                    allowed.add(from + ">" + to);
                }
            }
        }
        assertEquals(6, allowed.size());
        assertTrue(allowed.containsAll(List.of(
                "DRAFT>GENERATING",
                "DRAFT>CLOSED",
                "GENERATING>OPEN",
                "GENERATING>DRAFT",
                "GENERATING>CLOSED",
                "OPEN>CLOSED")));
    }
}
