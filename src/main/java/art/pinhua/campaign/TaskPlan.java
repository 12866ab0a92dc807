package art.pinhua.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Draws the tasks of a campaign from its images. Pure: the same images and random numbers give the same tasks.
final class TaskPlan {
    static final int RANKED = 4;

    private TaskPlan() {}

    /// The images of one prompt by one model version, in the order of their seeds.
    record Source(UUID promptId, UUID modelVersionId, List<UUID> imageIds) {}

    /// @param imageIds in the task's own order
    record Planned(UUID promptId, List<UUID> imageIds) {}

    /// Pairs of a prompt's images along a ring drawn at random: every image is met twice and all hang together.
    static List<Planned> pairs(List<Source> sources, RandomGenerator random) {
        return sources.stream()
                .flatMap(source -> {
                    List<UUID> ring = shuffled(source.imageIds(), random);
                    int pairs = ring.size() == 2 ? 1 : ring.size();
                    return IntStream.range(0, pairs)
                            .mapToObj(i -> new Planned(
                                    source.promptId(), List.of(ring.get(i), ring.get((i + 1) % ring.size()))));
                })
                .toList();
    }

    /// Groups of four along a ring of a prompt's images drawn at random. Each begins with the image that
    /// the one before ends with, so that all hang together; the last is filled up from the first.
    static List<Planned> rankings(List<Source> sources, RandomGenerator random) {
        return sources.stream()
                .flatMap(source -> {
                    List<UUID> images = shuffled(source.imageIds(), random);
                    int step = RANKED - 1;
                    int groups = (images.size() - 1 + step - 1) / step;
                    return IntStream.range(0, groups)
                            .mapToObj(group -> new Planned(
                                    source.promptId(),
                                    IntStream.range(group * step, group * step + RANKED)
                                            .mapToObj(i -> images.get(i % images.size()))
                                            .toList()));
                })
                .toList();
    }

    /// One image of each version, drawn from the same prompt and the same seed.
    static List<Planned> comparisons(List<Source> champion, List<Source> challenger) {
        return champion.stream()
                .flatMap(left -> challenger.stream()
                        .filter(right -> right.promptId().equals(left.promptId()))
                        .flatMap(right -> twins(left, right)))
                .toList();
    }

    private static Stream<Planned> twins(Source left, Source right) {
        return IntStream.range(
                        0, Math.min(left.imageIds().size(), right.imageIds().size()))
                .mapToObj(i -> new Planned(
                        left.promptId(),
                        List.of(left.imageIds().get(i), right.imageIds().get(i))));
    }

    /// How many gold tasks make up the share of all tasks, at least one when any share is wanted.
    static int goldCount(int tasks, double share) {
        return share <= 0 || tasks == 0 ? 0 : Math.max(1, (int) Math.round(tasks * share / (1 - share)));
    }

    static <T> List<T> shuffled(List<T> list, RandomGenerator random) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}
