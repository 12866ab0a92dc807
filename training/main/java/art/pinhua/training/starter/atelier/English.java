package art.pinhua.training.starter.atelier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// English descriptions: tags and sentences.
final class English extends Phrasing {
    private static final Set<String> ADVERBIAL =
            Set.of("in", "on", "under", "beneath", "among", "against", "at", "before", "inside", "indoors", "with");

    private static final Pattern PARTICIPLE = Pattern.compile("^([a-z]+ing|seated)\\b");

    English(Scene scene, Set<Trait> stated, Draw dice) {
        super(scene, stated, dice);
    }

    @Override
    String text() {
        if (dice.heads(.38)) {
            var tags = new ArrayList<String>();
            for (var trait : parts()) {
                tags.add(tag(trait));
            }
            if (tags.isEmpty() || dice.heads(.25)) {
                tags.add(dice.of(person().en()));
            }
            return String.join(", ", dice.shuffled(tags)) + end(".");
        }
        return sentence();
    }

    /// One trait by itself.
    String tag(Trait trait) {
        return switch (trait) {
            case GARMENT_COLOUR, COSTUME -> garment(false);
            case HAIR -> hair();
            case HELD -> holding();
            case BACKGROUND, POSTURE, BUILD, BRUSH -> word(trait);
        };
    }

    /// For instance "a watercolour of a tall woman with black hair in a red robe, walking among bamboo".
    private String sentence() {
        boolean buildFirst = has(Trait.BUILD) && dice.heads(.6);
        var person = dice.of(person().en());
        var noun = (buildFirst ? lead() + " " : "") + person;
        var text = new StringBuilder(article(noun));
        var middle = new ArrayList<String>();
        if (has(Trait.HAIR)) {
            var hair = hair();
            boolean oneTail = hair.endsWith("ponytail") && !hair.contains("hair");
            middle.add("with " + (oneTail ? article(hair) : hair));
        }
        if (hasGarment()) {
            middle.add(dice.of(List.of("in ", "wearing ", "clad in ", "clothed in ")) + garment(true));
        }
        for (var part : dice.shuffled(middle)) {
            text.append(' ').append(part);
        }
        var ending = new ArrayList<String>();
        for (var trait : List.of(Trait.POSTURE, Trait.BACKGROUND, Trait.HELD, Trait.BUILD)) {
            if (has(trait) && (trait != Trait.BUILD || !buildFirst)) {
                ending.add(tag(trait));
            }
        }
        boolean clear = true; // to what the next part belongs without a comma
        for (var part : dice.shuffled(ending)) {
            text.append(clear && adverbial(part) && dice.heads(.5) ? " " : ", ").append(part);
            clear = clear && (adverbial(part) || PARTICIPLE.matcher(part).find());
        }
        return painted(text.toString()) + end(".");
    }

    /// What can follow without a comma: "in a room", not "tall" or "bamboo".
    private static boolean adverbial(String part) {
        return ADVERBIAL.contains(part.split(" ")[0]);
    }

    private String painted(String text) {
        if (!has(Trait.BRUSH)) {
            return text;
        }
        var brush = word(Trait.BRUSH);
        return switch ((int) (dice.unit() * 3)) {
            case 0 ->
                brush + dice.of(brush.startsWith("flat c") ? List.of(": ", ", ") : List.of(" of ", ": ", ", ")) + text;
            case 1 -> text + ", " + brush;
            default -> text + " in " + brush + (brush.endsWith("style") ? "" : " style");
        };
    }

    private String garment(boolean inSentence) {
        var colour = has(Trait.GARMENT_COLOUR) ? word(Trait.GARMENT_COLOUR) + " " : "";
        if (!has(Trait.COSTUME)) {
            var clothes = colour + dice.of(List.of("clothes", "clothing", "garments", "outfit"));
            return inSentence && clothes.endsWith("outfit") ? article(clothes) : clothes;
        }
        var phrase = colour + costume(!colour.isEmpty());
        boolean mass = (phrase.endsWith("armour") || phrase.endsWith("armor")) && !phrase.contains("suit");
        return inSentence && !mass ? article(phrase) : phrase;
    }

    /// Trousers are dark, whatever colour the shirt is of.
    private String costume(boolean coloured) {
        var costume = word(Trait.COSTUME);
        return coloured ? costume.replace("trousers", "dark trousers").replace("pants", "dark pants") : costume;
    }

    private String hair() {
        return dice.of(Terms.of(figure.cut()).en()).replace("%s", word(Trait.HAIR));
    }

    private String holding() {
        return dice.of(List.of("holding ", "carrying ", "with ")) + word(Trait.HELD);
    }

    /// A word for the proportions that can stand before a noun.
    private String lead() {
        return terms(Trait.BUILD).en().get(figure.build().ordinal() >= Build.YOUTH.ordinal() && dice.heads(.5) ? 1 : 0);
    }

    private String word(Trait trait) {
        return dice.of(terms(trait).en());
    }

    private static String article(String phrase) {
        return ("aeiou".indexOf(phrase.charAt(0)) >= 0 ? "an " : "a ") + phrase;
    }
}
