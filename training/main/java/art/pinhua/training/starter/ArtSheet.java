package art.pinhua.training.starter;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Writes a contact sheet of drawn scenes: `ArtSheet FILE [rows columns zoom first size]`.
final class ArtSheet {
    private ArtSheet() {}

    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        int columns = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        int zoom = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
        int first = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
        int size = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 64;
        int cell = size * zoom + 4;
        var sheet = new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < rows * columns; i++) {
            var picture = Art.render(Scene.draw(1, first + i), size).toImage();
            graphics.drawImage(picture, i % columns * cell + 2, i / columns * cell + 2, size * zoom, size * zoom, null);
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", Path.of(arguments[0]).toFile());
    }
}
