package art.pinhua.training.starter.atelier;

import java.awt.Color;

/// 素色: paper of one tone, a little darker at the foot.
final class Studio extends Scenery {
    private static final Color[] PAPERS = {
        new Color(245, 238, 224), new Color(232, 233, 236), new Color(240, 230, 226), new Color(228, 234, 230)
    };

    Studio(Canvas canvas, long detail) {
        super(canvas, detail);
    }

    @Override
    void paint() {
        var paper = Tone.mix(draw.of(PAPERS), draw.of(PAPERS), draw.unit());
        sheet(paper, Tone.mix(paper, Color.GRAY, .08), -.1, 1.1);
        canvas.glow(new Spot(.5, .45), .6, Tone.withAlpha(Color.WHITE, .45));
    }

    @Override
    Color shadow() {
        return new Color(180, 172, 168);
    }
}
