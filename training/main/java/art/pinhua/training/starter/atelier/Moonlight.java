package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 夜空: moon, stars, a thin cloud, dark hills and perhaps a lit roof far off.
final class Moonlight extends Scenery {
    private static final Color HIGH = new Color(20, 24, 62);
    private static final Color LOW = new Color(58, 66, 118);
    private static final Color MOON = new Color(252, 244, 212);
    private static final Color HILL = new Color(32, 38, 74);
    private static final Color GROUND = new Color(28, 32, 58);

    Moonlight(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        sheet(HIGH, LOW, -.1, .9);
        for (int i = 0; i < 34; i++) {
            double r = between(.0022, .0062);
            canvas.flat(
                    Curves.circle(new Spot(draw.unit(), between(0, .72)), r),
                    Tone.withAlpha(new Color(244, 242, 222), between(.45, 1)));
        }
        boolean left = draw.heads(.5);
        var moon = new Spot(left ? between(.10, .24) : between(.76, .90), between(.11, .24));
        double r = between(.060, .085);
        canvas.glow(moon, r * 3.2, Tone.withAlpha(new Color(214, 214, 232), .38));
        canvas.flat(Curves.circle(moon, r), MOON);
        canvas.flat(Curves.circle(moon.plus(r * .28, -r * .1), r * .22), new Color(236, 226, 194));
        canvas.flat(Curves.circle(moon.plus(-r * .25, r * .3), r * .15), new Color(238, 229, 198));
        double y = moon.y() + between(.02, .07);
        canvas.flat(
                Curves.smooth(
                        moon.x() - .2,
                        y,
                        moon.x() - .05,
                        y - .018,
                        moon.x() + .16,
                        y - .004,
                        moon.x() + .22,
                        y + .012,
                        moon.x(),
                        y + .014),
                Tone.withAlpha(new Color(150, 156, 196), .55));
        canvas.wash(ridge(.80, .16, 0), HILL, Tone.mix(HILL, LOW, .35));
        if (draw.heads(.6)) {
            pavilion(left ? between(.84, .96) : between(.04, .16), .83);
        }
        canvas.wash(ridge(.87, .05, 0), GROUND, Tone.darker(GROUND, .72));
        for (int i = 0; i < 5; i++) {
            var fly = new Spot(draw.unit(), between(.70, .97));
            canvas.glow(fly, .022, Tone.withAlpha(new Color(214, 226, 150), .7));
        }
    }

    private void pavilion(double x, double foot) {
        var dark = new Color(22, 24, 46);
        for (int storey = 0; storey < 2; storey++) {
            double y = foot - .085 * storey;
            double half = .075 - .02 * storey;
            canvas.flat(new java.awt.geom.Rectangle2D.Double(x - half * .62, y - .055, half * 1.24, .06), dark);
            canvas.flat(
                    new java.awt.geom.Rectangle2D.Double(x - half * .30, y - .042, half * .60, .026),
                    new Color(238, 196, 128));
            canvas.flat(
                    Curves.smooth(
                            x - half * 1.2,
                            y - .050,
                            x - half * 1.2,
                            y - .050,
                            x - half * .5,
                            y - .070,
                            x,
                            y - .100,
                            x,
                            y - .100,
                            x + half * .5,
                            y - .070,
                            x + half * 1.2,
                            y - .050,
                            x + half * 1.2,
                            y - .050,
                            x,
                            y - .056),
                    dark);
        }
    }

    @Override
    Color shadow() {
        return new Color(12, 14, 32);
    }
}
