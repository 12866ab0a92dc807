package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Reads from a picture alone what it shows. The learnt reader, a network of .18 million weights trained on drawings,
/// answers what shape decides; rules measure background and light, and the colour of the costume where it is strong.
/// `docs/starter-model.md` has the errors.
public final class Sights {
    private static final Perceptron READER = reader();

    private static final List<View> VIEWS = List.of(
            new View(0, 0, false),
            new View(-3, -2, true),
            new View(3, 2, false),
            new View(2, -3, true),
            new View(-2, 3, true));

    /// A copy of the picture, moved by some pixels.
    private record View(int right, int down, boolean mirrored) {
        float[] of(float[] planes) {
            int side = Perceptron.SIDE;
            var moved = new float[planes.length];
            for (int row = 0; row < 3 * side; row++) {
                int plane = row / side * side;
                int from = (plane + Math.clamp(row - plane - down, 0, side - 1)) * side;
                for (int x = 0; x < side; x++) {
                    int column = mirrored ? side - 1 - x : x;
                    moved[row * side + x] = planes[from + Math.clamp(column - right, 0, side - 1)];
                }
            }
            return moved;
        }
    }

    private Sights() {}

    /// @param picture of any size; the meters look at it at 128 by 128
    public static Sight read(Raster picture) {
        var seen =
                picture.width() == Perceptron.SIDE && picture.height() == Perceptron.SIDE ? picture : resized(picture);
        var planes = new float[3 * Perceptron.SIDE * Perceptron.SIDE];
        seen.toPlanes(planes, 0);
        var answers = answers(planes);
        var chosen = new EnumMap<Question, Integer>(Question.class);
        for (var question : Question.values()) {
            chosen.put(question, best(question, answers));
        }
        var backdrop = Backdrops.find(seen);
        var garment = of(GarmentColour.values(), chosen, Question.GARMENT);
        if (garment != GarmentColour.WHITE && garment != GarmentColour.BLACK) {
            garment = Hues.strongest(seen, backdrop.warmth()).orElse(garment);
        }
        var brush = of(BrushStyle.values(), chosen, Question.BRUSH);
        return new Sight(
                brush.basic() ? backdrop.background() : of(Background.values(), chosen, Question.BACKGROUND),
                chosen.getOrDefault(Question.FIGURE, 0) == 1,
                garment,
                of(Shade.values(), chosen, Question.HAIR),
                of(Build.values(), chosen, Question.BUILD),
                Question.heads(answers[answers.length - 1]),
                of(Posture.values(), chosen, Question.POSTURE),
                of(Costume.values(), chosen, Question.COSTUME),
                brush,
                of(Held.values(), chosen, Question.HELD),
                backdrop.warmth(),
                soundness(answers));
    }

    /// The probability that it is spoilt, taken negative.
    private static double soundness(float[] answers) {
        int offset = Question.SOUND.offset();
        return -1 / (1 + StrictMath.exp(answers[offset + 1] - answers[offset]));
    }

    /// The reader's answers, averaged over the picture and four copies of it, shifted and partly mirrored; in the order
    /// of
    /// the views, because sums of floats depend on theirs.
    private static float[] answers(float[] planes) {
        var sum = new float[Question.OUTPUTS];
        for (var answers : VIEWS.parallelStream()
                .map(view -> READER.answer(view.of(planes)))
                .toList()) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += answers[i] / VIEWS.size();
            }
        }
        return sum;
    }

    private static <T> T of(T[] values, Map<Question, Integer> chosen, Question question) {
        return values[chosen.getOrDefault(question, 0)];
    }

    private static int best(Question question, float[] answers) {
        int best = 0;
        for (int i = 1; i < question.size(); i++) {
            if (answers[question.offset() + i] > answers[question.offset() + best]) {
                best = i;
            }
        }
        return best;
    }

    private static Raster resized(Raster picture) {
        int side = Perceptron.SIDE;
        var rgb = new byte[side * side * 3];
        for (int y = 0; y < side; y++) {
            int top = y * picture.height() / side;
            int bottom = Math.max((y + 1) * picture.height() / side, top + 1);
            for (int x = 0; x < side; x++) {
                int left = x * picture.width() / side;
                int right = Math.max((x + 1) * picture.width() / side, left + 1);
                for (int c = 0; c < 3; c++) {
                    int sum = 0;
                    for (int row = top; row < bottom; row++) {
                        for (int column = left; column < right; column++) {
                            sum += picture.at(row * picture.width() + column, c);
                        }
                    }
                    rgb[(y * side + x) * 3 + c] = (byte) Math.round(sum / (double) ((bottom - top) * (right - left)));
                }
            }
        }
        return new Raster(side, side, rgb);
    }

    private static Perceptron reader() {
        try (var in = Sights.class.getResourceAsStream("reader.f16")) {
            if (in == null) {
                throw new IllegalStateException("reader.f16 is missing beside the classes");
            }
            return new Perceptron(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read reader.f16", e);
        }
    }
}
