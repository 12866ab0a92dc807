package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Caption.Language;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Examination;
import art.pinhua.training.starter.HeldOut;
import art.pinhua.training.starter.Inquiry;
import art.pinhua.training.starter.Raster;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prompts to examine a 128 px model with, each with the scene it was worded from.
final class Inquiries {
    private static final long SEED = 20_260_128;
    private static final int COMBINATION_EVERY = 8;

    /// @param scene what the stated traits must look like; the others are open
    record Asked(Description words, Scene scene, boolean unseen) implements Inquiry {
        @Override
        public String text() {
            return words.text();
        }

        @Override
        public Language language() {
            return words.language();
        }

        @Override
        public Map<String, Boolean> judge(Raster picture) {
            return judge(Sights.read(picture));
        }

        Map<String, Boolean> judge(Sight seen) {
            var hits = new LinkedHashMap<String, Boolean>();
            var figure = scene.figure();
            hits.put(Examination.FIGURE, seen.figure());
            hits.put(Examination.SOUND, seen.sound());
            for (var trait : words.states()) {
                switch (trait) {
                    case BACKGROUND -> hits.put(Examination.BACKGROUND, seen.background() == scene.background());
                    case GARMENT_COLOUR ->
                        hits.put(Examination.GARMENT, seen.figure() && seen.garment() == figure.garment());
                    case HAIR -> hits.put(Examination.HAIR, seen.figure() && seen.hair() == figure.hair());
                    case BUILD -> hits.put(Examination.BUILD, seen.figure() && seen.build() == figure.build());
                    case POSTURE -> hits.put(Examination.POSE, seen.figure() && seen.posture() == figure.posture());
                    case COSTUME -> hits.put(Examination.COSTUME, seen.figure() && seen.costume() == figure.costume());
                    case BRUSH -> hits.put(Examination.BRUSH, seen.brush() == scene.brush());
                    case HELD -> hits.put(Examination.HELD, seen.figure() && seen.held() == figure.held());
                }
            }
            return hits;
        }
    }

    private Inquiries() {}

    /// The first `count` held-out prompts, the same for ever: scenes beyond the training range, every eighth with a
    /// combination that no training picture shows.
    static List<Asked> first(int count) {
        var scenes = Paintings.heldOut(SEED, Perceptron.SIDE);
        var asked = new ArrayList<Asked>();
        for (int i = 0; i < count; i++) {
            var scene = scenes.scene(i);
            var words = Descriptions.of(scene, SEED, i);
            boolean unseen = i % COMBINATION_EVERY == COMBINATION_EVERY - 1;
            if (unseen) {
                scene = scene.with(HeldOut.COMBINATIONS.get(
                        Counter.below(SEED, Stream.SAMPLE, 0, i, HeldOut.COMBINATIONS.size())));
                var stated = EnumSet.of(Trait.BACKGROUND, Trait.COSTUME, Trait.GARMENT_COLOUR);
                stated.addAll(words.states());
                words = Descriptions.stating(scene, stated, words.language(), SEED, i);
            }
            asked.add(new Asked(words, scene, unseen));
        }
        return List.copyOf(asked);
    }

    /// The Chinese ones among the first `count`, each beside the same in English.
    static List<Curriculum.Pair> inBothLanguages(int count) {
        var asked = first(count);
        var pairs = new ArrayList<Curriculum.Pair>();
        for (int i = 0; i < count; i++) {
            var chinese = asked.get(i);
            if (chinese.language() == Language.CHINESE) {
                var words =
                        Descriptions.stating(chinese.scene(), chinese.words().states(), Language.ENGLISH, SEED, i);
                pairs.add(new Curriculum.Pair(i, chinese, new Asked(words, chinese.scene(), chinese.unseen())));
            }
        }
        return List.copyOf(pairs);
    }
}
