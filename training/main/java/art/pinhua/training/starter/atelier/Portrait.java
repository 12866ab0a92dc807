package art.pinhua.training.starter.atelier;

/// Paints the person from back to front.
final class Portrait {
    private final Canvas canvas;
    private final Scene scene;
    private final Skeleton at;

    Portrait(Canvas canvas, Scene scene, Skeleton at) {
        this.canvas = canvas;
        this.scene = scene;
        this.at = at;
    }

    void paint() {
        var figure = scene.figure();
        var manner = scene.manner();
        var outfit = Outfit.of(canvas, figure, at, manner);
        var things = new Things(canvas, figure, at, manner);
        var hair = new Hair(canvas, figure, at, manner);
        var body = new Anatomy(canvas, figure, at, manner);

        things.behind();
        outfit.behind();
        canvas.turned(at.tilt(), at.throat(), () -> {
            hair.behind();
            hair.nape();
        });
        things.seat();
        outfit.lower();
        body.neck();
        outfit.upper();
        int near = things.hand();
        for (int side : new int[] {1 - near, near}) {
            boolean holds = things.inHand(side);
            if (!holds) {
                body.hand(side);
            }
            outfit.sleeve(side);
            if (side == near) {
                things.inFront();
            }
            if (holds) {
                body.fist(side);
            }
        }
        if (scene.figure().held() == Held.BOOK) {
            body.fist(1 - near);
        }
        outfit.over();
        canvas.turned(at.tilt(), at.throat(), () -> {
            new Head(canvas, figure, at, manner).paint(hair);
            hair.front();
        });
    }
}
