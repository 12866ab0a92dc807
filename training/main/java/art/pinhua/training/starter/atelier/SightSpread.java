package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Artist;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.Spread;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// How much varies that a prompt leaves open: raters have nothing to prefer among equal pictures. Numbers of values are
/// effective ones a prompt, e to the entropy; then the standard deviations of the ratio's logarithm and of the warmth.
///
/// @param garments      over prompts that say next to nothing
/// @param garmentsAlone over prompts that say all else, where a weak model gives the garment the background's colour
record SightSpread(
        double garments,
        double garmentsAlone,
        double hair,
        double postures,
        double costumes,
        double brushes,
        double heads,
        double warmth) {
    static final List<String> ALL_BUT_COLOUR = List.of(
            "竹林里站立、穿长袍的黑发人物",
            "蓝天下举起双手、穿斗篷的少年",
            "远山前站立、穿汉服的高挑人物",
            "a youth in armour walking under the night sky",
            "a tall figure in a dress sitting in a room",
            "素色背景前奔跑、穿裙子的少女");

    /// The mean over the open prompts, each drawn with `seeds` seeds.
    static SightSpread of(Artist artist, int seeds) {
        return drawn(artist, Spread.OPEN, seeds).withGarmentsAlone(drawn(artist, ALL_BUT_COLOUR, seeds).garments);
    }

    private static SightSpread drawn(Artist artist, List<String> prompts, int seeds) {
        return mean(prompts.stream()
                .map(prompt -> among(
                        artist.draw(prompt, LongStream.range(0, seeds).boxed().toList())))
                .toList());
    }

    private SightSpread withGarmentsAlone(double colours) {
        return new SightSpread(garments, colours, hair, postures, costumes, brushes, heads, warmth);
    }

    /// The same of drawings, where every axis is free, in groups as large: fewer pictures show fewer values.
    static SightSpread ofArt(Paintings scenes, int groups, int pictures) {
        return mean(IntStream.range(0, groups)
                .mapToObj(group -> among(IntStream.range(group * pictures, (group + 1) * pictures)
                        .mapToObj(scenes::picture)
                        .toList()))
                .toList());
    }

    private static SightSpread mean(List<SightSpread> spreads) {
        return new SightSpread(
                mean(spreads, SightSpread::garments),
                mean(spreads, SightSpread::garmentsAlone),
                mean(spreads, SightSpread::hair),
                mean(spreads, SightSpread::postures),
                mean(spreads, SightSpread::costumes),
                mean(spreads, SightSpread::brushes),
                mean(spreads, SightSpread::heads),
                mean(spreads, SightSpread::warmth));
    }

    private static SightSpread among(List<Raster> pictures) {
        var sights = pictures.stream().map(Sights::read).filter(Sight::figure).toList();
        double garments = effective(sights, Sight::garment);
        return new SightSpread(
                garments,
                garments,
                effective(sights, Sight::hair),
                effective(sights, Sight::posture),
                effective(sights, Sight::costume),
                effective(sights, Sight::brush),
                deviation(sights, sight -> Math.log(sight.heads())),
                deviation(sights, Sight::warmth));
    }

    private static double effective(List<Sight> sights, Function<Sight, Object> value) {
        double total = sights.size();
        double entropy = sights.stream().collect(Collectors.groupingBy(value, Collectors.counting())).values().stream()
                .mapToDouble(count -> -count / total * Math.log(count / total))
                .sum();
        return Math.exp(entropy);
    }

    private static double deviation(List<Sight> sights, Function<Sight, Double> value) {
        double mean = mean(sights, value);
        return Math.sqrt(mean(sights, sight -> (value.apply(sight) - mean) * (value.apply(sight) - mean)));
    }

    private static <T> double mean(List<T> values, Function<T, Double> value) {
        return values.stream().mapToDouble(value::apply).average().orElse(0);
    }

    String markdown(String name) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f |%n",
                name,
                garments,
                garmentsAlone,
                hair,
                postures,
                costumes,
                brushes,
                heads,
                warmth);
    }
}
