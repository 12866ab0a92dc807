package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 衬衫长裤: a buttoned shirt with a turned collar, a belt, darker trousers.
final class Shirt extends Outfit {
    private static final Color[] TROUSERS = {new Color(66, 70, 92), new Color(104, 96, 92), new Color(82, 76, 72)};

    private final Color trousers;

    Shirt(Canvas canvas, Figure figure, Skeleton at, Manner manner) {
        super(canvas, figure, at, manner);
        trousers = TROUSERS[(int) Math.floorMod(manner.detail() >> 20, 3L)];
    }

    @Override
    void lower() {
        int far = at.turn() >= 0 ? 0 : 1;
        for (int side : new int[] {far, 1 - far}) {
            body.shoe(side, LEATHER);
            body.leg(side, trousers, 1.18);
        }
        var pelvis = new Hull()
                .spot(at.trunk(-1, .66))
                .spot(at.trunk(1, .66))
                .circle(at.hips()[0], at.girth().thigh() * .9)
                .circle(at.hips()[1], at.girth().thigh() * .9)
                .shape();
        canvas.body(pelvis, trousers, head() * .03);
        for (int side = 0; side < 2; side++) {
            var knee = at.knees()[side];
            double r = at.girth().knee();
            canvas.fold(
                    Curves.open(
                            knee.x() - r * .7,
                            knee.y() - r * .2,
                            knee.x(),
                            knee.y() + r * .15,
                            knee.x() + r * .6,
                            knee.y() - r * .1),
                    trousers,
                    .7);
        }
    }

    @Override
    void upper() {
        boolean tucked = manner.variant() < .6;
        var shirt = bodice(tucked ? .84 : 1.06, tucked ? 1.06 : 1.12);
        canvas.part(shirt, cloth, head() * .06);
        var throat = at.throat();
        var end = at.trunk(.04, tucked ? .82 : 1.02);
        canvas.fold(Curves.lines(throat.x(), throat.y() + head() * .10, end.x(), end.y()), cloth, .9);
        for (int i = 1; i <= 3; i++) {
            var button = throat.plus(0, head() * .10).toward(end, i * .25);
            canvas.flat(Curves.circle(button.plus(head() * .03, 0), Math.max(head() * .016, .0045)), contrast(LINEN));
        }
        for (int side = -1; side <= 1; side += 2) {
            var fold = at.trunk(side * .75, .52);
            var inner = at.trunk(side * .35, .66);
            canvas.fold(Curves.lines(fold.x(), fold.y(), inner.x(), inner.y()), cloth, .7);
        }
        if (tucked) {
            sash(.86, LEATHER, head() * .07);
            var buckle = at.trunk(0, .86).plus(0, head() * .02);
            canvas.part(
                    Curves.ellipse(buckle.x(), buckle.y(), Math.max(head() * .04, .008), Math.max(head() * .035, .007)),
                    GOLD,
                    0);
        }
    }

    @Override
    void sleeve(int side) {
        closeSleeve(side, cloth, 1.18, Tone.mix(cloth, contrast(LINEN), .35));
    }

    @Override
    void over() {
        var throat = at.throat();
        double half = at.girth().shoulder() * .40;
        for (int side = -1; side <= 1; side += 2) {
            canvas.part(
                    Curves.polygon(
                            throat.x(),
                            throat.y() + head() * .08,
                            throat.x() + side * half * .85,
                            throat.y() - head() * .06,
                            throat.x() + side * half * 1.15,
                            throat.y() + head() * .02,
                            throat.x() + side * half * .75,
                            throat.y() + head() * .17),
                    Tone.mix(cloth, contrast(LINEN), .35),
                    0);
        }
    }
}
