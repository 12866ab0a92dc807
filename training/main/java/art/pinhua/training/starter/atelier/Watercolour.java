package art.pinhua.training.starter.atelier;

/// 水彩: uneven edges, pigment that gathers at them and settles in clouds, paper left white around the picture.
final class Watercolour {
    private static final float[] PAPER = {252, 250, 243};

    private Watercolour() {}

    static void finish(Surface surface, int[] packed) {
        int side = surface.side();
        var moved = surface.wobbled(packed, 1.15f, 6);
        var soft = surface.blurred(moved, Math.max(1, Math.round(surface.unit() * .33f)));
        var wide = surface.blurred(moved, Math.max(1, Math.round(surface.unit() * 1.8f)));
        var broad = surface.noise(22, 41);
        var small = surface.noise(7, 47);
        var tooth = surface.noise(1.1f, 53);
        var inside = surface.inside(3.4f, 2.4f, 1.6f);
        var colour = new float[3];
        for (int i = 0; i < packed.length; i++) {
            int cell = surface.cell(i % side, i / side);
            float edge = 0;
            for (int c = 0; c < 3; c++) {
                edge = Math.max(edge, wide[c][i] - soft[c][i]);
            }
            float rim = Math.min(edge / 255, .25f);
            float density = 1 + .165f * broad[cell] + .10f * small[cell] + .10f * tooth[cell] + .9f * rim;
            for (int c = 0; c < 3; c++) {
                float pigment = PAPER[c] - soft[c][i];
                colour[c] = PAPER[c] - Math.max(0, pigment) * density * inside[cell];
            }
            packed[i] = Surface.pack(colour[0], colour[1], colour[2]);
        }
    }
}
