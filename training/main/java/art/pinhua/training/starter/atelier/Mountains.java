package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 远山: ridges behind one another in mist, a pine or two, bare ground.
final class Mountains extends Scenery {
    private static final Color SKY = new Color(240, 236, 226);
    private static final Color MIST = new Color(226, 230, 228);
    private static final Color FAR = new Color(176, 190, 200);
    private static final Color NEAR = new Color(116, 138, 150);
    private static final Color PINE = new Color(84, 108, 104);
    private static final Color EARTH = new Color(196, 192, 178);
    private static final Color EARTH_DEEP = new Color(160, 156, 146);

    Mountains(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        sheet(SKY, MIST, -.1, 1);
        double side = draw.heads(.5) ? between(.10, .26) : between(.74, .90);
        canvas.flat(Curves.circle(new Spot(side, between(.12, .22)), .055), new Color(250, 224, 200));
        double[][] layers = {{.46, .30, .60}, {.60, .30, .28}, {.74, .22, 0}};
        for (var layer : layers) {
            var ridge = ridge(layer[0], layer[1], 1);
            canvas.wash(ridge, Tone.mix(Tone.mix(NEAR, FAR, layer[2]), MIST, layer[2] * .35), MIST);
            canvas.contour(ridge, NEAR);
            sheet(Tone.clear(MIST), Tone.withAlpha(MIST, .85), layer[0] - .06, layer[0] + .12);
        }
        var ground = ridge(.88, .05, 0);
        canvas.wash(ground, EARTH, EARTH_DEEP);
        canvas.contour(ground, EARTH_DEEP);
        if (draw.heads(.75)) {
            pine(draw.heads(.5) ? between(.02, .13) : between(.87, .98), .90, between(.26, .42));
        }
        for (int i = 0; i < 4; i++) {
            double x = draw.unit();
            double y = between(.91, .99);
            canvas.stroke(
                    Curves.open(x, y, x + .03, y - .006, x + .07, y), Tone.mix(EARTH_DEEP, Color.BLACK, .15), .005);
        }
    }

    private void pine(double x, double foot, double height) {
        canvas.stroke(
                Curves.open(x, foot, x + .008, foot - height * .5, x - .004, foot - height * .96),
                new Color(104, 88, 84),
                .018);
        for (int i = 0; i < 4; i++) {
            double y = foot - height * (.36 + .19 * i);
            double half = height * (.30 - .055 * i);
            double lean = between(-.015, .015);
            var tier = Curves.smooth(
                    x - half + lean,
                    y + .012,
                    x - half * .5,
                    y - half * .28,
                    x + lean,
                    y - half * .42,
                    x + half * .5,
                    y - half * .28,
                    x + half + lean,
                    y + .012,
                    x + half * .4,
                    y + .004,
                    x,
                    y + .014,
                    x - half * .4,
                    y + .004);
            canvas.wash(tier, Tone.mix(PINE, Color.WHITE, .14), PINE);
            canvas.contour(tier, PINE);
        }
    }

    @Override
    Color shadow() {
        return new Color(128, 124, 120);
    }
}
