package art.pinhua.training.starter.atelier;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/// Writes a contact sheet of drawn scenes:
/// `PaintingSheet FILE [rows=8 columns=8 zoom=2 first=0 size=128 brush=FLAT,INK_WASH]`;
/// several brushes draw each scene in turn.
final class PaintingSheet {
    private PaintingSheet() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            var pair = arguments[i].split("=", 2);
            options.put(pair[0], pair[1]);
        }
        int rows = number(options, "rows", 8);
        int columns = number(options, "columns", 8);
        int side = number(options, "size", 128) * number(options, "zoom", 2);
        int first = number(options, "first", 0);
        var brushes = options.getOrDefault("brush", "").split(",");
        int cell = side + 4;
        var sheet = new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < rows * columns; i++) {
            var scene = Scene.draw(1, first + i / brushes.length);
            if (!brushes[0].isEmpty()) {
                scene = scene.with(BrushStyle.valueOf(brushes[i % brushes.length]));
            }
            var picture = Painting.render(scene, number(options, "size", 128)).toImage();
            graphics.drawImage(picture, i % columns * cell + 2, i / columns * cell + 2, side, side, null);
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", Path.of(arguments[0]).toFile());
    }

    private static int number(Map<String, String> options, String name, int usual) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(usual)));
    }
}
