package art.pinhua.training.starter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// How often the meters are right on held-out drawings, whose truth is known.
///
/// @param figure      found where one was drawn
/// @param emptiness   not found where the same scenery was drawn without one
/// @param headsError  median of |measured / true − 1| where the pose is right
/// @param warmthError mean of |measured − true|
public record Calibration(
        Rate background,
        Rate figure,
        Rate emptiness,
        Rate garment,
        Rate hair,
        Rate build,
        Rate pose,
        double headsError,
        double warmthError) {

    /// @param roundTrip what happens to each picture before it is measured: nothing, or an autoencoder's round trip
    public static Calibration of(StarterData scenes, int count, UnaryOperator<Raster> roundTrip) {
        var none = new Rate(0, 0);
        var sum = new Calibration(none, none, none, none, none, none, none, 0, 0);
        List<Double> headsErrors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var truth = scene.figure();
            var read = Meters.read(roundTrip.apply(scenes.picture(i)));
            var empty = Meters.read(roundTrip.apply(Art.scenery(scene, scenes.size())));
            boolean posed = read.pose() == truth.pose();
            if (posed) {
                headsErrors.add(Math.abs(read.heads() / truth.heads() - 1));
            }
            sum = new Calibration(
                    sum.background.plus(read.background() == scene.background()),
                    sum.figure.plus(read.figure()),
                    sum.emptiness.plus(!empty.figure()),
                    sum.garment.plus(read.garment() == truth.garment()),
                    sum.hair.plus(read.hair() == truth.hair()),
                    sum.build.plus(read.figure() && read.build() == truth.build()),
                    sum.pose.plus(posed),
                    0,
                    sum.warmthError + Math.abs(read.warmth() - scene.style().warmth()) / count);
        }
        Collections.sort(headsErrors);
        double median = headsErrors.isEmpty() ? Double.NaN : headsErrors.get(headsErrors.size() / 2);
        return new Calibration(
                sum.background,
                sum.figure,
                sum.emptiness,
                sum.garment,
                sum.hair,
                sum.build,
                sum.pose,
                median,
                sum.warmthError);
    }
}
