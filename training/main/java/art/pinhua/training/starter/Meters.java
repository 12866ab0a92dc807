package art.pinhua.training.starter;

import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// Reads from a picture alone what it shows: rules on hue bands and regions, no learning. The art keeps strong hues
/// for the figure and places it in the middle, so the rules are simple; `docs/starter-model.md` has their errors.
public final class Meters {
    private static final double LEAST_CLOTH = 30;

    private Meters() {}

    /// @param picture of any size; the meters look at it at 64 by 64
    public static Reading read(Raster picture) {
        var seen = Pixels.of(picture);
        var backdrop = Backdrop.of(seen);
        double warmth = backdrop.warmth();
        var neutral = seen.without(1 + .05 * warmth, 1 + .01 * warmth, 1 - .09 * warmth);

        var strong = Cloth.strongest(neutral);
        var face = Face.find(neutral, strong.axis());
        double axis = face == null ? strong.axis() : (face.x() + strong.axis()) / 2;
        int chin = face == null ? 28 : face.bottom();
        var cloth = strong.area() > 0 ? strong : Cloth.ofTorso(neutral, axis, chin);
        boolean figure = face != null && cloth.area() >= LEAST_CLOTH;
        var limbs = face == null ? null : Limbs.of(neutral, backdrop.nearest(), face, cloth);
        return new Reading(
                backdrop.nearest(),
                figure,
                cloth.colour(),
                face == null ? null : hair(neutral, face),
                limbs == null ? Double.NaN : limbs.heads(),
                limbs == null ? null : limbs.pose(),
                warmth,
                garmentWarmth(seen, axis, chin),
                Soundness.of(seen, figure));
    }

    private static HairColour hair(Pixels pixels, Face face) {
        var votes = new EnumMap<HairColour, Integer>(HairColour.class);
        int width = face.right() - face.left() + 1;
        int reach = Math.max(2, (int) Math.round(width * .4));
        for (int y = Math.max(face.top() - reach, 0); y < face.top(); y++) {
            for (int x = (int) Math.round(face.x() - width * .35); x <= Math.round(face.x() + width * .35); x++) {
                if (x < 0 || x >= Pixels.SIZE) {
                    continue;
                }
                var colour = hairBand(pixels, y * Pixels.SIZE + x);
                if (colour != null) {
                    votes.merge(colour, colour == HairColour.RED ? 2 : 1, Integer::sum);
                }
            }
        }
        var best = HairColour.BLACK;
        int most = 0;
        for (var vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                most = vote.getValue();
                best = vote.getKey();
            }
        }
        return best;
    }

    private static @Nullable HairColour hairBand(Pixels pixels, int i) {
        double value = pixels.value(i);
        double chroma = pixels.chroma(i);
        double hue = pixels.hue(i);
        if (chroma < 34) {
            return value < 95 ? HairColour.BLACK : value > 170 ? HairColour.WHITE : null;
        }
        if (hue < 5 || hue > 40) {
            return null;
        }
        return chroma > 105 && value > 140 ? HairColour.RED : value < 165 ? HairColour.BROWN : null;
    }

    private static double garmentWarmth(Pixels pixels, double axis, int chin) {
        double sum = 0;
        int count = 0;
        for (int y = Math.min(chin + 3, 50); y < Math.min(chin + 15, 60); y++) {
            for (int x = (int) axis - 4; x <= (int) axis + 5; x++) {
                int i = y * Pixels.SIZE + x;
                sum += (pixels.red(i) - pixels.blue(i)) / Math.max(pixels.value(i), 64);
                count++;
            }
        }
        return sum / count;
    }
}
