package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.Rate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// How often the meters are right on held-out drawings, whose truth is known.
///
/// @param rates       by what is measured, in the order of the report
/// @param headsError  median of |measured / true − 1|
/// @param warmthError mean of |measured − true|
record SightErrors(Map<String, Rate> rates, double headsError, double warmthError) {
    static final String FIGURE = "figure found";
    static final String EMPTY = "none found where none is";
    static final String BACKGROUND = "background";
    static final String GARMENT = "garment colour";
    static final String HAIR = "hair colour";
    static final String BUILD = "head-to-body class";
    static final String POSTURE = "pose";
    static final String COSTUME = "costume";
    static final String BRUSH = "brush";
    static final String HELD = "held thing";

    /// @param roundTrip what happens to each picture before it is measured: nothing, or an autoencoder's round trip
    static SightErrors of(Paintings scenes, int count, UnaryOperator<Raster> roundTrip) {
        var rates = new LinkedHashMap<String, Rate>();
        List<Double> ratios = new ArrayList<>();
        double warmth = 0;
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var truth = scene.figure();
            var seen = Sights.read(roundTrip.apply(scenes.picture(i)));
            count(rates, BACKGROUND, seen.background() == scene.background());
            count(rates, FIGURE, seen.figure());
            if (i % 4 == 0) {
                var empty = Sights.read(roundTrip.apply(Painting.scenery(scene, scenes.size())));
                count(rates, EMPTY, !empty.figure());
            }
            count(rates, GARMENT, seen.garment() == truth.garment());
            count(rates, HAIR, seen.hair() == truth.hair());
            count(rates, BUILD, seen.build() == truth.build());
            count(rates, POSTURE, seen.posture() == truth.posture());
            count(rates, COSTUME, seen.costume() == truth.costume());
            count(rates, BRUSH, seen.brush() == scene.brush());
            count(rates, HELD, seen.held() == truth.held());
            ratios.add(Math.abs(seen.heads() / truth.heads() - 1));
            warmth += Math.abs(seen.warmth() - scene.manner().warmth()) / count;
        }
        Collections.sort(ratios);
        return new SightErrors(rates, ratios.get(count / 2), warmth);
    }

    private static void count(Map<String, Rate> rates, String name, boolean right) {
        rates.put(name, rates.getOrDefault(name, new Rate(0, 0)).plus(right));
    }

    double share(String name) {
        return rates.getOrDefault(name, new Rate(0, 0)).share();
    }
}
