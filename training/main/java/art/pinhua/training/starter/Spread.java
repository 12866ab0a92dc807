package art.pinhua.training.starter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// How much varies that a prompt leaves open: raters have nothing to prefer among equal pictures.
///
/// @param garments effective number of garment colours a prompt: e to the entropy, 1 … 7
/// @param hair     likewise of hair colours, 1 … 4
/// @param poses    likewise of poses, 1 … 4
/// @param heads    standard deviation of the logarithm of the head-to-body ratio
/// @param warmth   standard deviation of the light's warmth
public record Spread(double garments, double hair, double poses, double heads, double warmth) {
    /// Prompts that leave nearly everything open.
    public static final List<String> OPEN =
            List.of("一个人", "夜空下的人", "竹林里的人物", "a person in a room", "a figure under a blue sky", "远山前的人");

    /// The mean over the open prompts, each drawn with `seeds` seeds.
    public static Spread of(Artist artist, int seeds) {
        return mean(OPEN.stream()
                .map(prompt -> among(
                        artist.draw(prompt, LongStream.range(0, seeds).boxed().toList())))
                .toList());
    }

    /// The same of drawings, where every axis is free, in groups as large: fewer pictures show fewer values.
    public static Spread ofArt(StarterData scenes, int groups, int pictures) {
        return mean(IntStream.range(0, groups)
                .mapToObj(group -> among(IntStream.range(group * pictures, (group + 1) * pictures)
                        .mapToObj(scenes::picture)
                        .toList()))
                .toList());
    }

    private static Spread mean(List<Spread> spreads) {
        var sum = new Spread(0, 0, 0, 0, 0);
        for (var spread : spreads) {
            sum = sum.plus(spread);
        }
        double n = spreads.size();
        return new Spread(sum.garments / n, sum.hair / n, sum.poses / n, sum.heads / n, sum.warmth / n);
    }

    private static Spread among(List<Raster> pictures) {
        Map<Object, Integer> garments = new HashMap<>();
        Map<Object, Integer> hair = new HashMap<>();
        Map<Object, Integer> poses = new HashMap<>();
        List<Double> heads = new ArrayList<>();
        List<Double> warmth = new ArrayList<>();
        for (var picture : pictures) {
            var read = Meters.read(picture);
            if (!read.figure() || read.hair() == null || read.pose() == null) {
                continue;
            }
            garments.merge(read.garment(), 1, Integer::sum);
            hair.merge(read.hair(), 1, Integer::sum);
            poses.merge(read.pose(), 1, Integer::sum);
            heads.add(Math.log(read.heads()));
            warmth.add(read.warmth());
        }
        return new Spread(effective(garments), effective(hair), effective(poses), deviation(heads), deviation(warmth));
    }

    private static double effective(Map<Object, Integer> counts) {
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        double entropy = counts.values().stream()
                .mapToDouble(count -> -count / total * Math.log(count / total))
                .sum();
        return Math.exp(entropy);
    }

    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double square = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return Math.sqrt(square);
    }

    private Spread plus(Spread other) {
        return new Spread(
                garments + other.garments,
                hair + other.hair,
                poses + other.poses,
                heads + other.heads,
                warmth + other.warmth);
    }

    /// A row of the report in Markdown.
    public String markdown(String name) {
        return String.format(
                Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.2f | %.2f |%n", name, garments, hair, poses, heads, warmth);
    }
}
