package art.pinhua.training.starter.training;

import art.pinhua.training.starter.Raster;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Pictures side by side in one PNG.
final class ContactSheet {
    private static final int GAP = 2;

    private ContactSheet() {}

    /// @param pictures of equal size, row by row
    static void write(Path file, List<Raster> pictures, int columns) throws IOException {
        int width = pictures.getFirst().width() + GAP;
        int height = pictures.getFirst().height() + GAP;
        int rows = (pictures.size() + columns - 1) / columns;
        var sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            sheet.getRaster()
                    .setRect(
                            i % columns * width,
                            i / columns * height,
                            pictures.get(i).toImage().getRaster());
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!ImageIO.write(sheet, "png", file.toFile())) {
            throw new IllegalStateException("Java has no PNG writer");
        }
    }
}
