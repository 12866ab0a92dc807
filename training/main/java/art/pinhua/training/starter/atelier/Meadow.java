package art.pinhua.training.starter.atelier;

import java.awt.Color;
import java.awt.geom.Area;

/// 蓝天: a blue sky with clouds over far hills and a meadow.
final class Meadow extends Scenery {
    private static final Color HIGH = new Color(104, 178, 236);
    private static final Color LOW = new Color(212, 236, 248);
    private static final Color CLOUD_SHADE = new Color(204, 222, 240);
    private static final Color HILL = new Color(160, 200, 190);
    private static final Color GRASS = new Color(170, 208, 108);
    private static final Color GRASS_DEEP = new Color(136, 184, 88);

    Meadow(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        sheet(HIGH, LOW, -.1, .85);
        int clouds = 2 + (int) (draw.unit() * 2);
        for (int i = 0; i < clouds; i++) {
            cloud(i % 2 == 0 ? between(-.02, .32) : between(.66, 1.02), between(.10, .52), between(.05, .10));
        }
        canvas.wash(ridge(.80, .14, 0), HILL, Tone.mix(HILL, LOW, .5));
        var near = ridge(.86, .07, 0);
        canvas.wash(near, GRASS, GRASS_DEEP);
        canvas.contour(near, GRASS_DEEP);
        for (int i = 0; i < 9; i++) {
            double x = draw.unit();
            double y = between(.88, .99);
            if (i < 6) {
                tuft(x, y, .035, Tone.mix(GRASS_DEEP, Color.BLACK, .12));
            } else {
                canvas.flat(Curves.ellipse(x, y, .009, .008), new Color(252, 248, 226));
            }
        }
    }

    private void cloud(double x, double y, double size) {
        var cloud = new Area(Curves.ellipse(x, y, size * 1.9, size * .5));
        for (int i = -2; i <= 2; i++) {
            double r = size * (Math.abs(i) == 2 ? .55 : i == 0 ? 1 : .8) * between(.85, 1.1);
            cloud.add(new Area(Curves.ellipse(x + i * size * .75, y - r * .45, r, r * .85)));
        }
        canvas.flat(
                java.awt.geom.AffineTransform.getTranslateInstance(0, size * .18)
                        .createTransformedShape(cloud),
                CLOUD_SHADE);
        canvas.flat(cloud, Color.WHITE);
        canvas.contour(cloud, CLOUD_SHADE);
    }

    @Override
    Color shadow() {
        return new Color(96, 146, 72);
    }
}
