package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measures the prototypes of the backgrounds and writes `backdrops.txt`. Needed only when the art changes.
public final class Prototypes {
    private static final int DRAWN = 60;

    private Prototypes() {}

    public static void write(Path file) throws IOException {
        var text = new StringBuilder();
        for (var background : Background.values()) {
            for (var brush : BrushStyle.values()) {
                if (brush.basic()) {
                    text.append(background)
                            .append(' ')
                            .append(brush)
                            .append(measured(background, brush))
                            .append('\n');
                }
            }
        }
        Files.writeString(file, text);
    }

    private static String measured(Background background, BrushStyle brush) {
        int count = Zones.BANDS * Zones.PER_BAND;
        var sums = new double[count];
        var squares = new double[count];
        for (int i = 0; i < DRAWN; i++) {
            var drawn = Scene.draw(909, (long) i * BrushStyle.values().length + brush.ordinal());
            var scene =
                    new Scene(drawn.figure(), background, brush, drawn.manner().neutral());
            var values = Zones.of(Painting.scenery(scene, Perceptron.SIDE)).values();
            for (int k = 0; k < count; k++) {
                sums[k] += values[k] / DRAWN;
                squares[k] += values[k] * values[k] / DRAWN;
            }
        }
        var line = new StringBuilder();
        for (int k = 0; k < count; k++) {
            double spread = Math.sqrt(Math.max(0, squares[k] - sums[k] * sums[k]));
            line.append(' ').append(Math.round(sums[k])).append(' ').append(Math.round(spread));
        }
        return line.toString();
    }
}
