package art.pinhua.training.starter;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

/// Everything a picture is drawn from: the same scene gives the same pixels.
public record Scene(Figure figure, Background background, Style style) {

    /// Draws a scene; every axis is independent of the others.
    public static Scene draw(long seed, long index) {
        var draw = new Draw(seed, index);
        var build = draw.of(Figure.Build.values());
        double heads =
                build == Figure.Build.TALL ? 5.6 + 2 * draw.unit() : build.typicalHeads * (.96 + .08 * draw.unit());
        var figure = new Figure(
                heads,
                .8 + .08 * draw.unit(),
                draw.of(Pose.values()),
                draw.of(Costume.values()),
                draw.of(GarmentColour.values()),
                draw.of(HairColour.values()),
                draw.of(HairCut.values()));
        var background = draw.of(Background.values());
        var style =
                new Style(draw.unit(), 2 * draw.unit() - 1, .5 + .8 * draw.unit(), 2 * draw.unit() - 1, draw.bits());
        return new Scene(figure, background, style);
    }

    /// Whether this combination is kept out of training, to ask later for what was never seen together.
    public boolean heldOut() {
        return HeldOut.contains(figure.costume(), figure.garment(), background);
    }

    /// The same scene with the costume in another colour.
    Scene wearing(GarmentColour garment) {
        return new Scene(
                new Figure(
                        figure.heads(),
                        figure.height(),
                        figure.pose(),
                        figure.costume(),
                        garment,
                        figure.hair(),
                        figure.hairCut()),
                background,
                style);
    }

    /// One scene's random numbers in order.
    private static final class Draw {
        private final long seed;
        private final long index;
        private int drawn;

        Draw(long seed, long index) {
            this.seed = seed;
            this.index = index;
        }

        long bits() {
            return Counter.bits(seed, Stream.SCENE, index, drawn++);
        }

        double unit() {
            return Counter.unit(bits());
        }

        <T> T of(T[] values) {
            return values[(int) (unit() * values.length)];
        }
    }
}
