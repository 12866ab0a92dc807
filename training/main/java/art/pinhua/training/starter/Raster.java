package art.pinhua.training.starter;

import java.awt.image.BufferedImage;

/// An sRGB picture as bytes.
///
/// @param rgb width · height · 3 bytes, row by row, red first
public record Raster(int width, int height, byte[] rgb) {
    private static final int CLEARLY = 90;

    public Raster {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes are not a picture of " + width + " by " + height + " pixels");
        }
    }

    /// Any picture, without its transparency.
    public static Raster of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var argb = image.getRGB(0, 0, width, height, null, 0, width);
        var rgb = new byte[argb.length * 3];
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
        }
        return new Raster(width, height, rgb);
    }

    /// The picture whose planes are the floats (3, height, width) in -1 … 1; values outside are clamped.
    public static Raster ofPlanes(float[] planes, int width, int height) {
        int pixels = width * height;
        var rgb = new byte[pixels * 3];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) Math.clamp(Math.round((planes[c * pixels + i] + 1) * 127.5f), 0, 255);
            }
        }
        return new Raster(width, height, rgb);
    }

    /// Writes the picture as planes (3, height, width) in -1 … 1 into `out` from `offset`.
    public void toPlanes(float[] out, int offset) {
        int pixels = width * height;
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                out[offset + c * pixels + i] = (rgb[3 * i + c] & 0xFF) / 127.5f - 1;
            }
        }
    }

    /// Where two pictures of one size differ clearly, row by row.
    public boolean[] unlike(Raster other) {
        if (other.rgb.length != rgb.length || other.width != width) {
            throw new IllegalArgumentException("pictures of different sizes cannot be compared");
        }
        var unlike = new boolean[width * height];
        for (int i = 0; i < unlike.length; i++) {
            int difference = 0;
            for (int c = 0; c < 3; c++) {
                difference += Math.abs(at(i, c) - other.at(i, c));
            }
            unlike[i] = difference > CLEARLY;
        }
        return unlike;
    }

    public BufferedImage toImage() {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var packed = new int[width * height];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = at(i, 0) << 16 | at(i, 1) << 8 | at(i, 2);
        }
        image.setRGB(0, 0, width, height, packed, 0, width);
        return image;
    }

    /// @param pixel   y · width + x
    /// @param channel 0 red, 1 green, 2 blue
    /// @return 0 … 255
    public int at(int pixel, int channel) {
        return rgb[3 * pixel + channel] & 0xFF;
    }
}
