package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Caption.Language;
import art.pinhua.training.starter.Captions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Words scenes: about 55 % Chinese, 35 % English, 10 % of both. Traits are left out now and then, by [Omissions];
/// every seventh description is brief and leaves out half.
public final class Descriptions {
    /// A text encoder of 48 positions keeps this many tokens beside the two marks.
    static final int MOST_TOKENS = 46;

    private static final long ATTEMPT = 1000;

    private Descriptions() {}

    /// @param index another index words the scene anew
    public static Description of(Scene scene, long seed, long index) {
        return of(scene, seed, index, Omissions.ASKED);
    }

    static Description of(Scene scene, long seed, long index, Omissions omissions) {
        for (long attempt = 0; ; attempt++) {
            var dice = new Draw(Stream.CAPTION, seed, index, attempt * ATTEMPT);
            var stated = stated(scene, dice, omissions);
            double language = dice.unit();
            var words = worded(
                    scene,
                    stated,
                    language < .55 ? Language.CHINESE : language < .9 ? Language.ENGLISH : Language.MIXED,
                    dice);
            if (Captions.tokens(words.text()) <= MOST_TOKENS) {
                return words;
            }
        }
    }

    /// A description that states exactly the traits asked for, in one language.
    static Description stating(Scene scene, Set<Trait> stated, Language language, long seed, long index) {
        for (long attempt = 0; ; attempt++) {
            var dice = new Draw(Stream.CAPTION, seed, index, attempt * ATTEMPT);
            var words = worded(scene, stated, language, dice);
            if (Captions.tokens(words.text()) <= MOST_TOKENS) {
                return words;
            }
        }
    }

    private static Set<Trait> stated(Scene scene, Draw dice, Omissions omissions) {
        boolean brief = dice.heads(1 / 7.0);
        var stated = EnumSet.noneOf(Trait.class);
        for (var trait : Trait.values()) {
            if (!dice.heads(brief ? .5 : omissions.of(trait))
                    && (trait != Trait.HELD || scene.figure().held() != Held.NOTHING)) {
                stated.add(trait);
            }
        }
        return stated;
    }

    private static Description worded(Scene scene, Set<Trait> stated, Language language, Draw dice) {
        var text = switch (language) {
            case CHINESE -> new Chinese(scene, stated, dice).text();
            case ENGLISH -> new English(scene, stated, dice).text();
            case MIXED -> mixed(scene, stated, dice);
        };
        return new Description(text, language, stated);
    }

    /// Tags of both languages; at least one of each if there are two.
    private static String mixed(Scene scene, Set<Trait> stated, Draw dice) {
        var chinese = new Chinese(scene, stated, dice);
        var english = new English(scene, stated, dice);
        var parts = new ArrayList<String>();
        for (var trait : dice.shuffled(chinese.parts())) {
            boolean inChinese = parts.isEmpty() || (parts.size() > 1 && dice.heads(.5));
            parts.add(inChinese ? chinese.tag(trait) : english.tag(trait));
        }
        if (parts.isEmpty()) {
            parts.add(dice.of(chinese.person().zh()));
        }
        return String.join(dice.of(List.of(", ", "，", ",", " ")), dice.shuffled(parts));
    }
}
