package art.pinhua.training.starter;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prompts to examine a model with, each with the scene it was worded from.
public final class Prompts {
    private static final long SEED = 20_260_101;
    private static final int COMBINATION_EVERY = 8;

    /// @param scene       what the stated attributes must look like; the others are open
    /// @param unseen      whether the prompt asks for a combination kept out of training
    public record Prompt(Caption caption, Scene scene, boolean unseen) implements Inquiry {
        @Override
        public String text() {
            return caption.text();
        }

        @Override
        public Caption.Language language() {
            return caption.language();
        }

        @Override
        public Map<String, Boolean> judge(Raster picture) {
            var read = Meters.read(picture);
            var hits = new LinkedHashMap<String, Boolean>();
            hits.put(Examination.FIGURE, read.figure());
            for (var attribute : caption.states()) {
                var figure = scene.figure();
                switch (attribute) {
                    case BACKGROUND -> hits.put(Examination.BACKGROUND, read.background() == scene.background());
                    case GARMENT_COLOUR -> hits.put(Examination.GARMENT, read.garment() == figure.garment());
                    case HAIR_COLOUR -> hits.put(Examination.HAIR, read.hair() == figure.hair());
                    case BUILD -> hits.put(Examination.BUILD, read.build() == figure.build());
                    case POSE -> hits.put(Examination.POSE, read.pose() == figure.pose());
                    case COSTUME -> {} // no meter
                }
            }
            return hits;
        }
    }

    private Prompts() {}

    /// The first `count` held-out prompts, the same for ever: scenes beyond the training range, every eighth
    /// with a combination that no training picture shows.
    public static List<Prompt> heldOut(int count) {
        var scenes = StarterData.heldOut(SEED, 64);
        var prompts = new ArrayList<Prompt>();
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var caption = Captions.caption(scene, SEED, i);
            boolean unseen = i % COMBINATION_EVERY == COMBINATION_EVERY - 1;
            if (unseen) {
                var asked =
                        HeldOut.COMBINATIONS.get(Counter.below(SEED, Stream.SAMPLE, 0, i, HeldOut.COMBINATIONS.size()));
                scene = with(scene, asked);
                var stated = EnumSet.of(Attribute.BACKGROUND, Attribute.COSTUME, Attribute.GARMENT_COLOUR);
                stated.addAll(caption.states());
                caption = Captions.stating(scene, stated, caption.language(), SEED, i);
            }
            prompts.add(new Prompt(caption, scene, unseen));
        }
        return List.copyOf(prompts);
    }

    private static Scene with(Scene scene, HeldOut.Combination asked) {
        var figure = scene.figure();
        return new Scene(
                new Figure(
                        figure.heads(),
                        figure.height(),
                        figure.pose(),
                        asked.costume(),
                        asked.garment(),
                        figure.hair(),
                        figure.hairCut()),
                asked.background(),
                scene.style());
    }
}
