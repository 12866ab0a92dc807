package art.pinhua.training.bench;

import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Whether a model repeats what it was trained on: how far its pictures are from the nearest training picture, beside
/// how far held-out drawings are, which cannot be copies. A picture nearer than half of the nearest held-out drawing
/// counts as one. Distances are root mean squares of values of 0 … 255 at 32 by 32.
///
/// @param model distances of the model's pictures, ascending; `art` those of held-out drawings
record Copies(double[] model, double[] art, int trainingPictures) {
    private static final int SIDE = 32;

    static Copies of(List<Raster> pictures, Gallery training, Gallery heldOut, int trainingPictures) {
        var drawn = new ArrayList<Raster>();
        for (int i = 0; i < pictures.size(); i++) {
            drawn.add(heldOut.picture(i));
        }
        var ofModel = pictures.stream().map(Copies::reduced).toList();
        var ofArt = drawn.stream().map(Copies::reduced).toList();
        var model = filled(pictures.size());
        var art = filled(pictures.size());
        for (int i = 0; i < trainingPictures; i++) {
            var learnt = reduced(training.picture(i));
            for (int k = 0; k < model.length; k++) {
                model[k] = Math.min(model[k], distance(ofModel.get(k), learnt));
                art[k] = Math.min(art[k], distance(ofArt.get(k), learnt));
            }
        }
        Arrays.sort(model);
        Arrays.sort(art);
        return new Copies(model, art, trainingPictures);
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

    private static double distance(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            float difference = one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / one.length);
    }

    int copies() {
        return (int)
                Arrays.stream(model).filter(distance -> distance < art[0] / 2).count();
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                "Distance to the nearest of %d training pictures: median %.1f, least %.1f; of held-out drawings %.1f and"
                        + " %.1f. Copies: %d.%n",
                trainingPictures,
                model[model.length / 2],
                model[0],
                art[art.length / 2],
                art[0],
                copies());
    }
}
