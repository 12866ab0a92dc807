package art.pinhua.training.starter;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

/// Ways to spoil a picture so that any attentive person prefers the original: gold tasks with a known answer.
/// Sizes scale with the picture. The same picture and seed give the same bytes.
public enum Degrade {
    /// Out of focus.
    BLUR {
        @Override
        public Raster apply(Raster picture, long seed) {
            int radius = Math.max(2, picture.width() / 20);
            return blurred(blurred(picture, radius), radius);
        }
    },
    /// Body and head bent by strong waves.
    WARP {
        @Override
        public Raster apply(Raster picture, long seed) {
            double strength = picture.width() * .085;
            double period = picture.height() * (.22 + .08 * Counter.unit(seed, Stream.SAMPLE, 0, 0));
            double phase = 2 * Math.PI * Counter.unit(seed, Stream.SAMPLE, 0, 1);
            return moved(
                    picture,
                    (x, y) -> x + strength * StrictMath.sin(2 * Math.PI * y / period + phase),
                    (x, y) -> y + strength * .6 * StrictMath.sin(2 * Math.PI * x / period - phase));
        }
    },
    /// Limbs in wrong places: bands of the picture are shifted sideways and the middle is turned over.
    DISLOCATE {
        @Override
        public Raster apply(Raster picture, long seed) {
            int band = Math.max(1, picture.height() / 7);
            return moved(
                    picture,
                    (x, y) -> x
                            + (Counter.unit(seed, Stream.SAMPLE, 1, (long) y / band) < .5 ? -1 : 1)
                                    * picture.width()
                                    * (.10 + .08 * Counter.unit(seed, Stream.SAMPLE, 2, (long) y / band)),
                    (x, y) ->
                            y > picture.height() * .45 && y < picture.height() * .8 ? picture.height() * 1.25 - y : y);
        }
    },
    /// Covered with coarse coloured noise.
    NOISE {
        @Override
        public Raster apply(Raster picture, long seed) {
            int cell = Math.max(1, picture.width() / 32);
            int cells = (picture.width() + cell - 1) / cell;
            var rgb = picture.rgb().clone();
            for (int i = 0; i < rgb.length; i++) {
                int pixel = i / 3;
                int at = pixel / picture.width() / cell * cells + pixel % picture.width() / cell;
                double noise = Counter.unit(seed, Stream.SAMPLE, 3, at * 3L + i % 3) - .5;
                rgb[i] = (byte) Math.clamp(Math.round((rgb[i] & 0xFF) + 190 * noise), 0, 255);
            }
            return new Raster(picture.width(), picture.height(), rgb);
        }
    };

    /// @return a spoilt copy of the same size
    public abstract Raster apply(Raster picture, long seed);

    /// One of the ways, chosen by the seed.
    public static Raster any(Raster picture, long seed) {
        return values()[Counter.below(seed, Stream.SAMPLE, 4, 0, values().length)].apply(picture, seed);
    }

    @FunctionalInterface
    private interface From {
        double at(int x, int y);
    }

    private static Raster moved(Raster picture, From fromX, From fromY) {
        var rgb = new byte[picture.rgb().length];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int sourceX = (int) Math.clamp(Math.round(fromX.at(x, y)), 0, picture.width() - 1);
                int sourceY = (int) Math.clamp(Math.round(fromY.at(x, y)), 0, picture.height() - 1);
                for (int c = 0; c < 3; c++) {
                    rgb[(y * picture.width() + x) * 3 + c] = (byte) picture.at(sourceY * picture.width() + sourceX, c);
                }
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }

    /// Mean over a square of 2 · radius + 1 pixels, rows first.
    static Raster blurred(Raster picture, int radius) {
        return averaged(averaged(picture, radius, true), radius, false);
    }

    /// By a running sum, so that the width of the mean costs nothing. At an edge its pixel stands for those
    /// beyond.
    private static Raster averaged(Raster picture, int radius, boolean along) {
        var rgb = new byte[picture.rgb().length];
        int length = along ? picture.width() : picture.height();
        int step = along ? 1 : picture.width(); // in pixels, to the next of a line
        int lines = along ? picture.height() : picture.width();
        for (int line = 0; line < lines; line++) {
            int first = along ? line * picture.width() : line;
            for (int c = 0; c < 3; c++) {
                int sum = 0;
                for (int at = -radius; at <= radius; at++) {
                    sum += picture.at(first + Math.clamp(at, 0, length - 1) * step, c);
                }
                for (int at = 0; at < length; at++) {
                    rgb[(first + at * step) * 3 + c] = (byte) Math.round((float) sum / (2 * radius + 1));
                    sum += picture.at(first + Math.min(at + radius + 1, length - 1) * step, c)
                            - picture.at(first + Math.max(at - radius, 0) * step, c);
                }
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }
}
