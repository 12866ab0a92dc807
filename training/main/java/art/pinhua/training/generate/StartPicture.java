package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.Png;
import art.pinhua.training.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/// A picture to start from at the size that is drawn, with the part that may change.
final class StartPicture {
    private final Png.Pixels image;
    private final Png.@Nullable Pixels mask;

    StartPicture(PictureRequest.Start start, int width, int height) {
        image = start.image().scaledTo(width, height);
        mask = start.mask() == null ? null : start.mask().scaledTo(width, height);
    }

    /// (1, 3, H, W) in -1..1.
    NDArray planes(Tensors tensors) {
        return tensors.of(image.planes(), 1, 3, image.height(), image.width());
    }

    /// The mask among the latents: (1, 1, H / factor, W / factor), 1 wherever any pixel below is to be drawn.
    @Nullable
    NDArray latentMask(Tensors tensors, int factor) {
        if (mask == null) {
            return null;
        }
        int width = mask.width() / factor;
        int height = mask.height() / factor;
        float[] any = new float[width * height];
        for (int y = 0; y < height * factor; y++) {
            for (int x = 0; x < width * factor; x++) {
                if (share(mask, y * mask.width() + x) > 0) {
                    any[y / factor * width + x / factor] = 1;
                }
            }
        }
        return tensors.of(any, 1, 1, height, width);
    }

    /// The drawn picture with the untouched pixels of the start put back exactly.
    Png.Pixels kept(Png.Pixels drawn) {
        if (mask == null) {
            return drawn;
        }
        byte[] rgb = drawn.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            int before = image.rgb()[i] & 0xFF;
            int after = rgb[i] & 0xFF;
            rgb[i] = (byte) Math.round(before + share(mask, i / 3) * (after - before));
        }
        return new Png.Pixels(drawn.width(), drawn.height(), rgb);
    }

    /// How much of a pixel is to be drawn, 0 to 1: the mask's red.
    private static float share(Png.Pixels mask, int pixel) {
        return (mask.rgb()[3 * pixel] & 0xFF) / 255f;
    }
}
