package art.pinhua.training.starter.atelier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Artist;
import art.pinhua.training.starter.Spread;
import org.junit.jupiter.api.Test;

class SightSpreadTest {
    private static final int SEEDS = 8;

    private final Paintings scenes = Paintings.heldOut(79, 128);

    /// Of eight pictures an effective number of six of seven colours would be much.
    @Test
    void garmentsOfOneColourAreSeenWhereAllElseIsSaid() {
        var one = scenes.picture(3);
        Artist stubborn = (prompt, seeds) -> seeds.stream()
                .map(seed -> SightSpread.ALL_BUT_COLOUR.contains(prompt) ? one : scenes.picture(seed.intValue()))
                .toList();
        var spread = SightSpread.of(stubborn, SEEDS);
        assertEquals(1, spread.garmentsAlone(), 1e-9);
        assertTrue(spread.garments() > 3, spread.toString());
        assertTrue(spread.heads() > .15, spread.toString());
    }

    @Test
    void picturesOfOnePromptAreComparedAmongThemselves() {
        Artist onePicture = (prompt, seeds) -> seeds.stream()
                .map(seed -> scenes.picture(Spread.OPEN.indexOf(prompt) + 1))
                .toList();
        var spread = SightSpread.of(onePicture, 2);
        assertEquals(1, spread.garments(), 1e-9);
        assertEquals(1, spread.costumes(), 1e-9);
        assertEquals(0, spread.warmth(), 1e-9);
    }
}
