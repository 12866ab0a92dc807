package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Degrade;
import art.pinhua.training.starter.Raster;

/// Drawings with their answers, from which the learnt reader is trained: all brushes, some sceneries without a figure.
public final class Lesson {
    /// Width and height of the pictures.
    public static final int SIDE = Perceptron.SIDE;

    private static final int OTHER_BRUSHES = 8;
    private static final int EMPTY = 12;
    private static final double SPOILT = 1 / 6.0;

    private final long seed;

    public Lesson(long seed) {
        this.seed = seed;
    }

    private Scene scene(int index) {
        var scene = Scene.draw(seed, index);
        return switch (index % OTHER_BRUSHES) {
            case 0 -> scene.with(BrushStyle.INK_WASH);
            case 4 -> scene.with(BrushStyle.IMPASTO);
            default -> scene;
        };
    }

    private static boolean hasFigure(int index) {
        return index % EMPTY != 5;
    }

    public Raster picture(int index) {
        return hasFigure(index) ? Painting.render(scene(index), SIDE) : Painting.scenery(scene(index), SIDE);
    }

    /// One for the true choice of each question that has an answer, the encoded ratio last.
    ///
    /// @param spoilt whether [#spoil] spoilt the picture
    public float[] answers(int index, boolean spoilt) {
        var scene = scene(index);
        var answers = new float[Question.OUTPUTS];
        for (var question : Question.values()) {
            int truth = question.truth(scene, hasFigure(index), spoilt);
            if (truth >= 0) {
                answers[question.offset() + truth] = 1;
            }
        }
        answers[answers.length - 1] = hasFigure(index) && !spoilt
                ? (float) Question.encoded(scene.figure().heads())
                : Float.NaN;
        return answers;
    }

    /// Where the choices of each question begin; the last entry is where the ratio is.
    public static int[] offsets() {
        var offsets = new int[Question.values().length + 1];
        for (var question : Question.values()) {
            offsets[question.ordinal() + 1] = question.offset() + question.size();
        }
        return offsets;
    }

    /// Shapes of the weights in their order, biases between them.
    public static java.util.List<long[]> shapes() {
        var shapes = new java.util.ArrayList<long[]>();
        for (var layer : Perceptron.LAYERS) {
            shapes.add(layer.shape());
            shapes.add(new long[] {layer.outputs()});
        }
        return shapes;
    }

    /// Spoils one picture in six, in place, so that anyone sees it.
    ///
    /// @param planes (3, 128, 128) in -1 … 1 from `offset`
    /// @return whether this one was spoilt
    public boolean spoil(float[] planes, int offset, long visit) {
        if (new Draw(Stream.SAMPLE, seed, visit, 0).unit() >= SPOILT) {
            return false;
        }
        var own = java.util.Arrays.copyOfRange(planes, offset, offset + 3 * SIDE * SIDE);
        Degrade.any(Raster.ofPlanes(own, SIDE, SIDE), visit).toPlanes(planes, offset);
        return true;
    }

    /// Changes a picture a little, in place, as models and autoencoders do: moved, tinted, softened, grainy. Every
    /// second
    /// time it is mirrored, which changes no answer.
    ///
    /// @param planes (3, 128, 128) in -1 … 1 from `offset`
    public void disturb(float[] planes, int offset, long visit) {
        var dice = new Draw(Stream.CROP, seed, visit, 0);
        shift(planes, offset, (int) Math.round(dice.between(-3.5, 3.5)), (int) Math.round(dice.between(-3.5, 3.5)));
        if (dice.heads(.5)) {
            mirror(planes, offset);
        }
        int softenings = dice.heads(.45) ? 1 + (int) (dice.unit() * 3) : 0;
        for (int c = 0; c < 3; c++) {
            float gain = (float) dice.between(.93, 1.07);
            float lift = (float) dice.between(-.05, .05);
            for (int i = 0; i < SIDE * SIDE; i++) {
                planes[offset + c * SIDE * SIDE + i] = planes[offset + c * SIDE * SIDE + i] * gain + lift;
            }
            for (int i = 0; i < softenings; i++) {
                soften(planes, offset + c * SIDE * SIDE);
            }
        }
        if (dice.heads(.4)) {
            float strength = (float) dice.between(.01, .12);
            int at = (int) (dice.unit() * (1 << 16));
            for (int i = 0; i < 3 * SIDE * SIDE; i++) {
                planes[offset + i] += strength * Grain.cell(at + i, (at + i) >> 8);
            }
        }
    }

    private static void mirror(float[] planes, int offset) {
        for (int row = offset; row < offset + 3 * SIDE * SIDE; row += SIDE) {
            for (int x = 0; x < SIDE / 2; x++) {
                float left = planes[row + x];
                planes[row + x] = planes[row + SIDE - 1 - x];
                planes[row + SIDE - 1 - x] = left;
            }
        }
    }

    private static void shift(float[] planes, int offset, int right, int down) {
        var before = java.util.Arrays.copyOfRange(planes, offset, offset + 3 * SIDE * SIDE);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    planes[offset + (c * SIDE + y) * SIDE + x] = before[
                            (c * SIDE + Math.clamp(y - down, 0, SIDE - 1)) * SIDE + Math.clamp(x - right, 0, SIDE - 1)];
                }
            }
        }
    }

    /// A tent filter of three pixels.
    private static void soften(float[] planes, int offset) {
        for (int pass = 0; pass < 2; pass++) {
            int step = pass == 0 ? 1 : SIDE;
            int line = pass == 0 ? SIDE : 1;
            for (int row = 0; row < SIDE; row++) {
                int start = offset + row * line;
                float before = planes[start];
                for (int i = 0; i < SIDE; i++) {
                    float here = planes[start + i * step];
                    float after = planes[start + Math.min(i + 1, SIDE - 1) * step];
                    planes[start + i * step] = .25f * before + .5f * here + .25f * after;
                    before = here;
                }
            }
        }
    }
}
