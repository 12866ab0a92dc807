package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private final List<Prompts.Prompt> prompts = Prompts.heldOut(200);

    @Test
    void theArtItselfPasses() {
        var scenes = new HashMap<String, Scene>();
        prompts.forEach(prompt -> scenes.put(prompt.text(), prompt.scene()));
        var result = Examination.of(
                (prompt, seeds) -> {
                    var scene = scenes.get(prompt);
                    assertTrue(scene != null, prompt);
                    return List.of(Art.render(scene, 64));
                },
                prompts);
        assertTrue(result.passed(), result.markdown());
        assertEquals(200, result.row(Examination.FIGURE).all().of());
        assertEquals(25, result.row(Examination.FIGURE).unseen().of());
        assertTrue(result.row(Examination.HAIR).all().share() > .97, result.markdown());
    }

    @Test
    void anArtistWhoDoesNotListenFails() {
        var scenes = StarterData.heldOut(77, 64);
        var result = Examination.of((prompt, seeds) -> List.of(scenes.picture(seeds.getFirst())), prompts);
        assertFalse(result.passed());
        assertTrue(result.row(Examination.BACKGROUND).all().share() < .3, result.markdown());
        assertTrue(result.row(Examination.FIGURE).passed());
    }

    @Test
    void emptySceneryHasNoFigure() {
        var result = Examination.of(
                (prompt, seeds) -> List.of(
                        Art.scenery(prompts.get(seeds.getFirst().intValue()).scene(), 64)),
                prompts);
        assertFalse(result.row(Examination.FIGURE).passed());
        assertTrue(result.row(Examination.BACKGROUND).passed());
    }

    @Test
    void spreadTellsVariedFromRepeatedPictures() {
        var scenes = StarterData.heldOut(78, 64);
        var varied =
                Spread.of((prompt, seeds) -> seeds.stream().map(scenes::picture).toList(), 40);
        var repeated = Spread.of(
                (prompt, seeds) -> seeds.stream().map(seed -> scenes.picture(3)).toList(), 10);
        assertTrue(varied.garments() > 5, varied.toString());
        assertTrue(varied.heads() > .3, varied.toString());
        assertEquals(1, repeated.garments(), 1e-9);
        assertEquals(0, repeated.warmth(), 1e-9);
    }
}
