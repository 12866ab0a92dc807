package art.pinhua.training.starter.atelier;

/// 水墨: ink that bleeds into soft paper, strokes that run dry, a picture that fades into emptiness.
final class InkWash {
    private static final float[] PAPER = {244, 238, 224};

    private InkWash() {}

    static void finish(Surface surface, int[] packed) {
        int side = surface.side();
        var moved = surface.wobbled(packed, 1.6f, 8);
        var sharp = surface.blurred(moved, Math.max(1, Math.round(surface.unit() * .33f)));
        var bled = surface.blurred(moved, Math.max(1, Math.round(surface.unit() * 2.2f)));
        var wetness = surface.noise(12, 61);
        var dryness = surface.noise(1.4f, 67);
        var cloud = surface.noise(26, 71);
        var inside = surface.inside(12, 9, 16);
        var colour = new float[3];
        for (int i = 0; i < packed.length; i++) {
            int cell = surface.cell(i % side, i / side);
            float bleeds = .55f * (.5f + .5f * wetness[cell]);
            float dry = Math.max(0, dryness[cell] - .2f);
            float density = (1 + .25f * cloud[cell]) * (1 - .35f * dry);
            for (int c = 0; c < 3; c++) {
                float ink = PAPER[c] - (sharp[c][i] * (1 - bleeds) + bled[c][i] * bleeds);
                float dark = Math.max(0, PAPER[c] - bled[c][i]) * .30f;
                colour[c] = PAPER[c] - Math.max(Math.max(0, ink) * density, dark) * (.12f + .88f * inside[cell]);
            }
            packed[i] = Surface.pack(colour[0], colour[1], colour[2]);
        }
    }
}
