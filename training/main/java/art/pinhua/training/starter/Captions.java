package art.pinhua.training.starter;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Words scenes: about 55 % Chinese, 35 % English, 10 % of both; as tags, sentences or with literary turns.
/// Each attribute is left out with probability .1; every seventh caption is brief and leaves out half of them.
public final class Captions {
    /// A text encoder of 32 positions keeps this many tokens beside the two marks.
    static final int MOST_TOKENS = 30;

    private Captions() {}

    /// @param index another index words the scene anew
    public static String draw(Scene scene, long seed, long index) {
        return caption(scene, seed, index).text();
    }

    /// The same text as `draw`, with what it states.
    public static Caption caption(Scene scene, long seed, long index) {
        for (int attempt = 0; ; attempt++) {
            var words = new Dice(seed, index, attempt);
            var stated = stated(words);
            var caption = word(scene, stated, words);
            if (tokens(caption.text()) <= MOST_TOKENS) {
                return caption;
            }
        }
    }

    /// A caption that states exactly the attributes asked for, in one language.
    static Caption stating(Scene scene, Set<Attribute> stated, Caption.Language language, long seed, long index) {
        for (int attempt = 0; ; attempt++) {
            var caption = new Wording(scene, stated, new Dice(seed, index, attempt)).in(language);
            if (tokens(caption.text()) <= MOST_TOKENS) {
                return caption;
            }
        }
    }

    private static Caption word(Scene scene, Set<Attribute> stated, Dice dice) {
        double language = dice.unit();
        return new Wording(scene, stated, dice)
                .in(
                        language < .55
                                ? Caption.Language.CHINESE
                                : language < .9 ? Caption.Language.ENGLISH : Caption.Language.MIXED);
    }

    private static Set<Attribute> stated(Dice dice) {
        double left = dice.unit() < 1 / 7.0 ? .5 : .1;
        var stated = EnumSet.noneOf(Attribute.class);
        for (var attribute : Attribute.values()) {
            if (dice.unit() >= left) {
                stated.add(attribute);
            }
        }
        return stated;
    }

    /// Tokens of a text when every Chinese character, mark and Latin word is one.
    public static int tokens(String text) {
        int count = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean latin = c < 128 && Character.isLetterOrDigit(c);
            count += (latin && !inWord) || (!latin && !Character.isWhitespace(c)) ? 1 : 0;
            inWord = latin;
        }
        return count;
    }

    /// One caption's random numbers in order.
    static final class Dice {
        private final long seed;
        private final long index;
        private long drawn;

        Dice(long seed, long index, int attempt) {
            this.seed = seed;
            this.index = index;
            drawn = attempt * 1000L;
        }

        double unit() {
            return Counter.unit(seed, Stream.CAPTION, index, drawn++);
        }

        boolean heads(double probability) {
            return unit() < probability;
        }

        <T> T of(List<T> values) {
            return values.get((int) (unit() * values.size()));
        }

        <T> List<T> shuffled(List<T> values) {
            var rest = new ArrayList<>(values);
            var order = new ArrayList<T>();
            while (!rest.isEmpty()) {
                order.add(rest.remove((int) (unit() * rest.size())));
            }
            return order;
        }
    }
}
