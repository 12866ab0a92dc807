package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 竹林: stalks near and far, leaves in bunches, light through them.
final class Grove extends Scenery {
    private static final Color HAZE = new Color(236, 242, 208);
    private static final Color DEEP = new Color(198, 218, 158);
    private static final Color STALK = new Color(118, 160, 74);
    private static final Color LEAF = new Color(104, 152, 66);
    private static final Color MOSS = new Color(160, 184, 112);

    Grove(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        sheet(HAZE, DEEP, -.1, 1);
        for (int i = 0; i < 6; i++) {
            stalk((i + between(.1, .9)) / 6, Tone.mix(STALK, HAZE, .68), between(.010, .018), false);
        }
        for (int i = 0; i < 3; i++) {
            stalk((i + between(.1, .9)) / 3, Tone.mix(STALK, HAZE, .42), between(.020, .028), true);
        }
        double shaft = between(.2, .6);
        canvas.flat(
                Curves.polygon(shaft, -.1, shaft + .16, -.1, shaft - .12, 1, shaft - .36, 1),
                Tone.withAlpha(new Color(255, 252, 226), .28));
        canvas.wash(ridge(.90, .04, 0), MOSS, Tone.darker(MOSS, .84));
        stalk(between(.03, .17), STALK, between(.036, .05), true);
        stalk(between(.83, .97), STALK, between(.036, .05), true);
        for (int i = 0; i < 6; i++) {
            tuft(draw.unit(), between(.92, 1), .03, Tone.darker(MOSS, .74));
        }
        bunch(between(-.02, .14), -.02, LEAF, 1.15);
        bunch(between(.84, 1.02), -.02, LEAF, 1.15);
    }

    private void stalk(double x, Color colour, double width, boolean leaves) {
        double lean = between(-.05, .05);
        var line = Curves.lines(x, -.1, x + lean, 1.1);
        canvas.stroke(line, Tone.darker(colour, .86), width);
        canvas.stroke(Curves.lines(x - width * .16, -.1, x + lean - width * .16, 1.1), colour, width * .62);
        double step = between(.15, .21);
        for (double y = between(-.05, .1); y < .98; y += step) {
            double here = x + lean * (y + .1) / 1.2;
            canvas.stroke(
                    Curves.open(here - width * .55, y, here, y + .004, here + width * .55, y),
                    Tone.darker(colour, .7),
                    .008);
            if (leaves && y < .62 && draw.heads(.55)) {
                bunch(here, y, Tone.mix(colour, LEAF, .3), .8);
            }
        }
        canvas.contour(Curves.lines(x - width / 2, -.1, x + lean - width / 2, 1.1), colour);
        canvas.contour(Curves.lines(x + width / 2, -.1, x + lean + width / 2, 1.1), colour);
    }

    private void bunch(double x, double y, Color colour, double size) {
        double side = x < .5 ? 1 : -1;
        int count = 3 + (int) (draw.unit() * 3);
        for (int i = 0; i < count; i++) {
            double way = side * between(18, 105);
            leaf(new Spot(x, y), way, between(.08, .13) * size, i % 2 == 0 ? colour : Tone.darker(colour, .86));
        }
    }

    private void leaf(Spot root, double way, double length, Color colour) {
        var tip = root.along(way, length);
        var middle = root.along(way, length * .45);
        var one = middle.along(way + 90, length * .11);
        var other = middle.along(way - 90, length * .11);
        var leaf = Curves.smooth(
                root.x(), root.y(), root.x(), root.y(), one.x(), one.y(), tip.x(), tip.y(), tip.x(), tip.y(), other.x(),
                other.y());
        canvas.flat(leaf, colour);
        canvas.contour(leaf, colour);
    }

    @Override
    Color shadow() {
        return new Color(112, 138, 78);
    }
}
