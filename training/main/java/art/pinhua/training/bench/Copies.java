package art.pinhua.training.bench;

import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.training.LearntFrom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Whether a model repeats what it was trained on: how far its pictures are from the nearest training picture,
/// beside how far held-out drawings are, which cannot be copies. A picture nearer than half of what all but one in
/// twenty of those keep counts as one. Distances are root mean squares of values of 0 … 255 at 32 by 32.
///
/// @param model distances of the model's pictures, ascending; `art` those of held-out drawings
/// @param lost  pictures that the model learnt from and that the present art draws otherwise
record Copies(double[] model, double[] art, int trainingPictures, int lost) {
    private static final int SIDE = 32;

    /// Training pictures in memory at once.
    private static final int CHUNK = 256;

    /// @param learntFrom what the model learnt from, the last run last
    static Copies of(List<Raster> pictures, Curriculum curriculum, List<LearntFrom> learntFrom) {
        Gallery heldOut = curriculum.heldOut(learntFrom.getLast().seed());
        var drawn = new ArrayList<Raster>();
        for (int i = 0; i < pictures.size(); i++) {
            drawn.add(heldOut.picture(i));
        }
        var ofModel = pictures.stream().map(Copies::reduced).toList();
        var ofArt = drawn.stream().map(Copies::reduced).toList();
        var model = filled(pictures.size());
        var art = filled(pictures.size());
        var galleries = new LinkedHashMap<Long, Integer>();
        learntFrom.forEach(run -> galleries.merge(run.seed(), run.pictures(), Math::max));
        galleries.forEach((seed, count) -> {
            Gallery training = curriculum.training(seed);
            for (int first = 0; first < count; first += CHUNK) {
                List<float[]> learnt = IntStream.range(first, Math.min(first + CHUNK, count))
                        .parallel()
                        .mapToObj(i -> reduced(training.picture(i)))
                        .toList();
                nearer(model, ofModel, learnt);
                nearer(art, ofArt, learnt);
            }
        });
        Arrays.sort(model);
        Arrays.sort(art);
        int all = galleries.values().stream().mapToInt(Integer::intValue).sum();
        int lost = learntFrom.stream()
                .filter(run -> run.isLost(curriculum.training(run.seed())))
                .mapToInt(LearntFrom::pictures)
                .sum();
        return new Copies(model, art, all, lost);
    }

    /// Lowers each distance to that of the nearest of `learnt`.
    private static void nearer(double[] distances, List<float[]> pictures, List<float[]> learnt) {
        IntStream.range(0, distances.length).parallel().forEach(k -> {
            for (float[] other : learnt) {
                distances[k] = nearer(distances[k], pictures.get(k), other);
            }
        });
    }

    private static double[] filled(int count) {
        var distances = new double[count];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        return distances;
    }

    private static float[] reduced(Raster picture) {
        var sums = new float[SIDE * SIDE * 3];
        var counts = new int[SIDE * SIDE];
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int cell =
                    i / picture.width() * SIDE / picture.height() * SIDE + i % picture.width() * SIDE / picture.width();
            counts[cell]++;
            for (int c = 0; c < 3; c++) {
                sums[3 * cell + c] += picture.at(i, c);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i / 3];
        }
        return sums;
    }

    /// The distance of the two, or `nearest` where that is less; given up as soon as it is.
    private static double nearer(double nearest, float[] one, float[] other) {
        double most = nearest * nearest * one.length;
        float sum = 0;
        for (int row = 0; row < one.length && sum < most; row += 3 * SIDE) {
            for (int i = row; i < row + 3 * SIDE; i++) {
                float difference = one[i] - other[i];
                sum += difference * difference;
            }
        }
        return sum < most ? Math.sqrt(sum / one.length) : nearest;
    }

    int copies() {
        double usual = art[art.length / 20]; // the least falls with every further picture
        return (int)
                Arrays.stream(model).filter(distance -> distance < usual / 2).count();
    }

    boolean passed() {
        return copies() == 0 && lost == 0;
    }

    String markdown() {
        String unseen = lost == 0
                ? ""
                : " It also learnt from %d that another art drew: copies of those are not found.".formatted(lost);
        return String.format(
                Locale.ROOT,
                "Distance to the nearest of %d training pictures: median %.1f, least %.1f; of held-out drawings %.1f"
                        + " and %.1f. Copies: %d %s.%s%n",
                trainingPictures,
                model[model.length / 2],
                model[0],
                art[art.length / 2],
                art[0],
                copies(),
                passed() ? "✓" : "✗",
                unseen);
    }
}
