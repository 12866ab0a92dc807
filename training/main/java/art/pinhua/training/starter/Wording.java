package art.pinhua.training.starter;

import art.pinhua.training.starter.Captions.Dice;
import art.pinhua.training.starter.Lexicon.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Puts the stated attributes of one scene into words.
final class Wording {
    private final Scene scene;
    private final Set<Attribute> stated;
    private final Dice dice;

    Wording(Scene scene, Set<Attribute> stated, Dice dice) {
        this.scene = scene;
        this.stated = stated.isEmpty() ? EnumSet.noneOf(Attribute.class) : EnumSet.copyOf(stated); // ordered
        this.dice = dice;
    }

    Caption in(Caption.Language language) {
        var text = switch (language) {
            case CHINESE -> chinese();
            case ENGLISH -> english();
            case MIXED -> mixed();
        };
        return new Caption(text, language, stated);
    }

    private String chinese() {
        double kind = dice.unit();
        if (kind < .40) {
            return join(chineseTags(false), chineseComma()) + end("。");
        }
        if (kind < .55) {
            return join(chineseTags(true), chineseComma()) + end("。");
        }
        return chineseSentence();
    }

    /// For instance 夜空下穿红色长袍的黑发人，举起双手，Q版。
    private String chineseSentence() {
        var person = new StringBuilder();
        boolean placeFirst = has(Attribute.BACKGROUND) && dice.heads(.7);
        if (placeFirst) {
            person.append(dice.of(backgroundWords().zh())).append(dice.heads(.3) ? chineseComma() : "");
        }
        person.append(dice.heads(.3) ? dice.of(List.of("一个", "一位", "有个")) : "");
        if (has(Attribute.COSTUME) || has(Attribute.GARMENT_COLOUR)) {
            person.append(dice.of(List.of("穿", "穿着", "身穿")))
                    .append(chineseGarment())
                    .append("的");
        }
        boolean hairFirst = has(Attribute.HAIR_COLOUR) && dice.heads(.5);
        if (hairFirst) {
            person.append(chineseHair());
        }
        person.append(hairFirst ? "的" : "")
                .append(dice.of(
                        Lexicon.of(Lexicon.PERSON, scene.figure().hairCut()).zh()));

        var rest = new ArrayList<String>();
        if (has(Attribute.HAIR_COLOUR) && !hairFirst) {
            rest.add(chineseHair());
        }
        if (has(Attribute.POSE)) {
            rest.add(dice.of(poseWords().zh()));
        }
        if (has(Attribute.BUILD)) {
            rest.add(dice.of(buildWords().zh()));
        }
        if (has(Attribute.BACKGROUND) && !placeFirst) {
            rest.add(dice.of(backgroundWords().zh()));
        }
        var parts = new ArrayList<String>();
        parts.add(person.toString());
        parts.addAll(dice.shuffled(rest));
        return join(parts, chineseComma()) + end("。");
    }

    private List<String> chineseTags(boolean verse) {
        var tags = new ArrayList<String>();
        for (var attribute : stated) {
            switch (attribute) {
                case BACKGROUND -> tags.add(chosen(backgroundWords(), verse));
                case POSE -> tags.add(chosen(poseWords(), verse));
                case BUILD -> tags.add(chosen(buildWords(), verse));
                case HAIR_COLOUR -> tags.add(verse ? dice.of(hairWords().verse()) : chineseHair());
                case COSTUME -> tags.add(verse ? verseGarment() : chineseGarment());
                case GARMENT_COLOUR -> {
                    if (!has(Attribute.COSTUME)) {
                        tags.add(chineseGarment());
                    }
                }
            }
        }
        if (tags.isEmpty() || dice.heads(.25)) {
            tags.add(
                    dice.of(Lexicon.of(Lexicon.PERSON, scene.figure().hairCut()).zh()));
        }
        return dice.shuffled(tags);
    }

    private String chosen(Words words, boolean verse) {
        return dice.of(verse && !words.verse().isEmpty() ? words.verse() : words.zh());
    }

    private String chineseGarment() {
        var colour = has(Attribute.GARMENT_COLOUR) ? dice.of(garmentWords().zh()) : "";
        var noun = has(Attribute.COSTUME) ? dice.of(costumeWords().zh()) : dice.of(List.of("衣服", "衣裳", "服装"));
        boolean linked = colour.length() > 1 && dice.heads(.2);
        return colour + (linked ? "的" : "") + noun;
    }

    private String verseGarment() {
        var colour = has(Attribute.GARMENT_COLOUR) ? dice.of(garmentWords().verse()) : "";
        return dice.of(List.of("一袭", "一身")) + colour + dice.of(costumeWords().verse());
    }

    private String chineseHair() {
        return dice.of(hairWords().zh())
                + dice.of(Lexicon.of(Lexicon.CUT, scene.figure().hairCut()).zh());
    }

    private String english() {
        if (dice.heads(.4)) {
            return join(englishTags(), ", ") + end(".");
        }
        return englishSentence();
    }

    /// For instance "a tall person with black hair in a red robe standing under the night sky".
    private String englishSentence() {
        boolean buildFirst = has(Attribute.BUILD) && dice.heads(.6);
        var person =
                dice.of(Lexicon.of(Lexicon.PERSON, scene.figure().hairCut()).en());
        var noun = buildFirst ? lead(buildWords()) + " " + person : person;
        var text = new StringBuilder(person.equals("somebody") && !buildFirst ? noun : article(noun));
        var middle = new ArrayList<String>();
        if (has(Attribute.HAIR_COLOUR)) {
            middle.add("with " + englishHair());
        }
        if (has(Attribute.COSTUME) || has(Attribute.GARMENT_COLOUR)) {
            middle.add(dice.of(List.of("in ", "wearing ", "clad in ")) + englishGarment(true));
        }
        for (var part : dice.shuffled(middle)) {
            text.append(' ').append(part);
        }
        var ending = new ArrayList<String>();
        if (has(Attribute.POSE)) {
            ending.add(dice.of(poseWords().en()));
        }
        if (has(Attribute.BACKGROUND)) {
            ending.add(dice.of(backgroundWords().en()));
        }
        if (has(Attribute.BUILD) && !buildFirst) {
            ending.add(dice.of(buildWords().en()));
        }
        for (var part : dice.shuffled(ending)) {
            text.append(dice.heads(.5) || !Character.isLowerCase(part.charAt(0)) ? ", " : " ")
                    .append(part);
        }
        return text + end(".");
    }

    private List<String> englishTags() {
        var tags = new ArrayList<String>();
        for (var attribute : stated) {
            switch (attribute) {
                case BACKGROUND -> tags.add(dice.of(backgroundWords().en()));
                case POSE -> tags.add(dice.of(poseWords().en()));
                case BUILD -> tags.add(dice.of(buildWords().en()));
                case HAIR_COLOUR -> tags.add(englishHair());
                case COSTUME -> tags.add(englishGarment(false));
                case GARMENT_COLOUR -> {
                    if (!has(Attribute.COSTUME)) {
                        tags.add(englishGarment(false));
                    }
                }
            }
        }
        if (tags.isEmpty() || dice.heads(.25)) {
            tags.add(
                    dice.of(Lexicon.of(Lexicon.PERSON, scene.figure().hairCut()).en()));
        }
        return dice.shuffled(tags);
    }

    private String englishGarment(boolean inSentence) {
        var colour = has(Attribute.GARMENT_COLOUR) ? dice.of(garmentWords().en()) + " " : "";
        if (!has(Attribute.COSTUME)) {
            return colour + dice.of(List.of("clothes", "clothing", "garments"));
        }
        var phrase = colour + dice.of(costumeWords().en());
        boolean countable = !phrase.endsWith("armour") && !phrase.endsWith("armor");
        return inSentence && (countable || phrase.contains("suit")) ? article(phrase) : phrase;
    }

    private String englishHair() {
        return dice.of(Lexicon.of(Lexicon.CUT, scene.figure().hairCut()).en())
                .replace("%s", dice.of(hairWords().en()));
    }

    /// The first words of a list that can stand before a noun.
    private String lead(Words words) {
        return words.en().get(dice.heads(.5) && scene.figure().build() == Figure.Build.TALL ? 1 : 0);
    }

    private static String article(String phrase) {
        return ("aeiou".indexOf(phrase.charAt(0)) >= 0 ? "an " : "a ") + phrase;
    }

    /// Tags of both languages; at least one of each if there are two.
    private String mixed() {
        var parts = new ArrayList<String>();
        int at = 0;
        for (var attribute : dice.shuffled(List.copyOf(stated))) {
            if (attribute == Attribute.GARMENT_COLOUR && has(Attribute.COSTUME)) {
                continue;
            }
            boolean chinese = at == 0 || (at > 1 && dice.heads(.5));
            at++;
            parts.add(
                    switch (attribute) {
                        case BACKGROUND ->
                            dice.of(
                                    chinese
                                            ? backgroundWords().zh()
                                            : backgroundWords().en());
                        case POSE ->
                            dice.of(chinese ? poseWords().zh() : poseWords().en());
                        case BUILD ->
                            dice.of(chinese ? buildWords().zh() : buildWords().en());
                        case HAIR_COLOUR -> chinese ? chineseHair() : englishHair();
                        case COSTUME, GARMENT_COLOUR -> chinese ? chineseGarment() : englishGarment(false);
                    });
        }
        if (stated.isEmpty()) {
            parts.add(
                    dice.of(Lexicon.of(Lexicon.PERSON, scene.figure().hairCut()).zh()));
        }
        return join(dice.shuffled(parts), dice.of(List.of(", ", "，", ",", " ")));
    }

    private String chineseComma() {
        return dice.of(List.of("，", "，", "，", ",", "、", " "));
    }

    private String end(String mark) {
        return dice.heads(.3) ? mark : "";
    }

    private static String join(List<String> parts, String separator) {
        return String.join(separator, parts);
    }

    private boolean has(Attribute attribute) {
        return stated.contains(attribute);
    }

    private Words backgroundWords() {
        return Lexicon.of(Lexicon.BACKGROUND, scene.background());
    }

    private Words garmentWords() {
        return Lexicon.of(Lexicon.GARMENT, scene.figure().garment());
    }

    private Words costumeWords() {
        return Lexicon.of(Lexicon.COSTUME, scene.figure().costume());
    }

    private Words hairWords() {
        return Lexicon.of(Lexicon.HAIR, scene.figure().hair());
    }

    private Words poseWords() {
        return Lexicon.of(Lexicon.POSE, scene.figure().pose());
    }

    private Words buildWords() {
        return Lexicon.of(Lexicon.BUILD, scene.figure().build());
    }
}
