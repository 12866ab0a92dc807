package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Degrade;
import art.pinhua.training.starter.MeterErrors;
import art.pinhua.training.starter.Raster;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Tries the meters on held-out drawings of the 128 px art.
final class SightErrors {
    /// Sceneries without a figure, spoilt copies and the other brushes are tried for every fourth drawing.
    private static final int EMPTY_EVERY = 4;

    private SightErrors() {}

    /// @param roundTrip what happens to each picture before it is measured: nothing, or an autoencoder's round trip
    static MeterErrors of(Paintings scenes, int count, UnaryOperator<Raster> roundTrip) {
        var errors = new MeterErrors.Count();
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var truth = scene.figure();
            var seen = Sights.read(roundTrip.apply(scenes.picture(i)));
            errors.add(MeterErrors.BACKGROUND, seen.background() == scene.background());
            errors.add(MeterErrors.FIGURE, seen.figure());
            if (i % EMPTY_EVERY == 0) {
                unusual(errors, scenes, i, seen, roundTrip);
                var empty = Sights.read(roundTrip.apply(Painting.scenery(scene, scenes.size())));
                errors.add(MeterErrors.EMPTY, !empty.figure());
            }
            errors.add(MeterErrors.GARMENT, seen.garment() == truth.garment());
            errors.add(MeterErrors.HAIR, seen.hair() == truth.hair());
            errors.add(MeterErrors.BUILD, seen.build() == truth.build());
            errors.add(MeterErrors.POSE, seen.posture() == truth.posture());
            errors.add(MeterErrors.COSTUME, seen.costume() == truth.costume());
            errors.add(MeterErrors.BRUSH, seen.brush() == scene.brush());
            errors.add(MeterErrors.HELD, seen.held() == truth.held());
            if (truth.held() != Held.NOTHING) {
                errors.add(MeterErrors.HELD_SEEN, seen.held() == truth.held());
            }
            errors.heads(seen.heads(), truth.heads());
            errors.warmth(seen.warmth(), scene.manner().warmth());
        }
        return errors.errors();
    }

    /// Spoilt copies of a drawing, and the scene in the brushes that are kept out of the model's training.
    private static void unusual(
            MeterErrors.Count errors, Paintings scenes, int index, Sight seen, UnaryOperator<Raster> roundTrip) {
        errors.add(MeterErrors.SOUND, seen.sound());
        var picture = scenes.picture(index);
        int copies = Degrade.values().length;
        for (var way : Degrade.values()) {
            var spoilt = Sights.read(roundTrip.apply(way.apply(picture, index)));
            errors.add(MeterErrors.SPOILT, !spoilt.sound(), copies);
            errors.add(MeterErrors.WORSE, spoilt.soundness() < seen.soundness(), copies);
        }
        for (var brush : BrushStyle.values()) {
            if (!brush.basic()) {
                var other = Painting.render(scenes.scene(index).with(brush), scenes.size());
                var name = brush.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                errors.add(name, Sights.read(roundTrip.apply(other)).brush() == brush);
            }
        }
    }
}
