package art.pinhua.training.starter;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// A picture that Java2D draws at several times its size and that is averaged down.
public final class Supersampled {
    private static final int SMALLEST = 16;

    private Supersampled() {}

    /// @param size   width and height in pixels, at least 16
    /// @param times  how much larger it is drawn
    /// @param paint  draws into a unit square
    /// @param finish works on the large picture's packed pixels, given with its side, before they are averaged
    public static Raster draw(int size, int times, Consumer<Graphics2D> paint, ObjIntConsumer<int[]> finish) {
        if (size < SMALLEST) {
            throw new IllegalArgumentException("a picture needs at least 16 pixels a side, asked for " + size);
        }
        int large = size * times;
        var image = new BufferedImage(large, large, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(large, large);
            paint.accept(graphics);
        } finally {
            graphics.dispose();
        }
        var packed = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        finish.accept(packed, large);
        return average(packed, size, times);
    }

    private static Raster average(int[] packed, int size, int times) {
        int large = size * times;
        int samples = times * times;
        var rgb = new byte[size * size * 3];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int row = 0; row < times; row++) {
                    int at = (y * times + row) * large + x * times;
                    for (int column = 0; column < times; column++) {
                        int pixel = packed[at + column];
                        red += pixel >> 16 & 255;
                        green += pixel >> 8 & 255;
                        blue += pixel & 255;
                    }
                }
                int to = (y * size + x) * 3;
                rgb[to] = (byte) ((red + samples / 2) / samples);
                rgb[to + 1] = (byte) ((green + samples / 2) / samples);
                rgb[to + 2] = (byte) ((blue + samples / 2) / samples);
            }
        }
        return new Raster(size, size, rgb);
    }
}
