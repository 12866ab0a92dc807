package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.HeldOut;
import java.util.Arrays;
import java.util.List;

/// Everything a picture is drawn from: the same scene gives the same pixels.
public record Scene(Figure figure, Background background, BrushStyle brush, Manner manner) {
    /// How often a hand is empty where it could hold something.
    static final double EMPTY_HANDED = .5;

    private static final List<BrushStyle> BASIC =
            Arrays.stream(BrushStyle.values()).filter(BrushStyle::basic).toList();

    /// Draws a scene in one of the basic brushes; every axis is independent of the others, but that who runs or raises
    /// the arms holds a sword, a flower or nothing.
    public static Scene draw(long seed, long index) {
        return draw(seed, index, EMPTY_HANDED);
    }

    /// The same scene, but for what it holds.
    /// @param emptyHanded probability that nothing is held where something could be
    static Scene draw(long seed, long index, double emptyHanded) {
        var draw = new Draw(seed, index);
        double heads = draw.of(Build.values()).between(draw.unit());
        var person = draw.of(Person.values());
        var posture = draw.of(Posture.values());
        var costume = draw.of(Costume.values());
        var garment = draw.of(GarmentColour.values());
        var hair = draw.of(Shade.values());
        var cut = cut(person, draw.unit());
        var held = held(posture, draw, emptyHanded);
        var figure = new Figure(heads, person, posture, costume, garment, hair, cut, held);
        var background = draw.of(Background.values());
        var brush = draw.of(BASIC);
        double asymmetry = draw.between(-1, 1);
        var manner = new Manner(
                draw.between(.7, 1.5),
                draw.between(-1, 1),
                draw.unit(),
                asymmetry,
                draw.between(-1, 1),
                draw.between(.74, .88),
                draw.heads(.5),
                draw.unit(),
                draw.bits(),
                draw.unit());
        return new Scene(figure, background, brush, manner);
    }

    private static Cut cut(Person person, double chance) {
        return person == Person.WOMAN
                ? chance < .12 ? Cut.SHORT : Cut.values()[1 + (int) ((chance - .12) / .88 * 4)]
                : chance < .46 ? Cut.SHORT : chance < .66 ? Cut.LONG : chance < .86 ? Cut.BUN : Cut.PONYTAIL;
    }

    private static Held held(Posture posture, Draw draw, double emptyHanded) {
        boolean empty = draw.heads(emptyHanded);
        var held = Held.values()[1 + (int) (draw.unit() * (Held.values().length - 1))];
        boolean busy = posture == Posture.RUNNING || posture == Posture.ARMS_RAISED;
        if (empty || (busy && held != Held.SWORD && held != Held.FLOWER)) {
            return Held.NOTHING;
        }
        return posture == Posture.POINTING && held == Held.BOOK ? Held.FAN : held;
    }

    /// The same scene in another brush.
    public Scene with(BrushStyle other) {
        return new Scene(figure, background, other, manner);
    }

    /// The same scene with a combination kept out of training.
    Scene with(HeldOut.Combination asked) {
        var other = new Figure(
                figure.heads(),
                figure.person(),
                figure.posture(),
                asked.costume(),
                asked.garment(),
                figure.hair(),
                figure.cut(),
                figure.held());
        return new Scene(other, asked.background(), brush, manner);
    }

    /// The same scene with the costume in another colour.
    Scene wearing(GarmentColour garment) {
        return with(new HeldOut.Combination(figure.costume(), garment, background));
    }

    /// The same scene with another figure.
    public Scene with(Figure other) {
        return new Scene(other, background, brush, manner);
    }
}
