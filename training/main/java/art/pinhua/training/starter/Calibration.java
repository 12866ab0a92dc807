package art.pinhua.training.starter;

import java.util.function.UnaryOperator;

/// Tries the meters on held-out drawings of the 64 px art.
public final class Calibration {
    private Calibration() {}

    /// The error of the ratio counts where the pose is right.
    /// @param roundTrip what happens to each picture before it is measured: nothing, or an autoencoder's round trip
    public static MeterErrors of(StarterData scenes, int count, UnaryOperator<Raster> roundTrip) {
        var errors = new MeterErrors.Count();
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var truth = scene.figure();
            var read = Meters.read(roundTrip.apply(scenes.picture(i)));
            var empty = Meters.read(roundTrip.apply(Art.scenery(scene, scenes.size())));
            boolean posed = read.pose() == truth.pose();
            errors.add(MeterErrors.BACKGROUND, read.background() == scene.background());
            errors.add(MeterErrors.FIGURE, read.figure());
            errors.add(MeterErrors.EMPTY, !empty.figure());
            errors.add(MeterErrors.GARMENT, read.garment() == truth.garment());
            errors.add(MeterErrors.HAIR, read.hair() == truth.hair());
            errors.add(MeterErrors.BUILD, read.figure() && read.build() == truth.build());
            errors.add(MeterErrors.POSE, posed);
            if (posed) {
                errors.heads(read.heads(), truth.heads());
            }
            errors.warmth(read.warmth(), scene.style().warmth());
        }
        return errors.errors();
    }
}
