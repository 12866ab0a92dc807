package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Chinese descriptions: tags, sentences, verse.
final class Chinese extends Phrasing {
    Chinese(Scene scene, Set<Trait> stated, Draw dice) {
        super(scene, stated, dice);
    }

    @Override
    String text() {
        double kind = dice.unit();
        if (kind < .32) {
            return String.join(comma(), tags(false)) + end("。");
        }
        if (kind < .45) {
            return String.join(comma(), tags(true)) + end("。");
        }
        return kind < .75 ? described() : told();
    }

    String comma() {
        return dice.of(List.of("，", "，", "，", ",", "、", " "));
    }

    private List<String> tags(boolean verse) {
        var tags = new ArrayList<String>();
        for (var trait : parts()) {
            tags.add(verse ? versed(trait) : tag(trait));
        }
        if (tags.isEmpty() || dice.heads(.25)) {
            tags.add(dice.of(person().zh()));
        }
        return dice.shuffled(tags);
    }

    /// One trait by itself.
    String tag(Trait trait) {
        return switch (trait) {
            case GARMENT_COLOUR, COSTUME -> garment();
            case HAIR -> hair();
            case HELD -> dice.heads(.6) ? holding() : word(Trait.HELD);
            case BACKGROUND, POSTURE, BUILD, BRUSH -> word(trait);
        };
    }

    private String versed(Trait trait) {
        var verse = terms(trait).verse();
        return switch (trait) {
            case COSTUME ->
                dice.of(flows() ? List.of("一袭", "一身") : List.of("一身"))
                        + (has(Trait.GARMENT_COLOUR)
                                ? dice.of(terms(Trait.GARMENT_COLOUR).verse())
                                : "")
                        + dice.of(verse);
            case GARMENT_COLOUR -> dice.of(verse) + dice.of(List.of("衣裳", "衣衫"));
            case HELD -> dice.of(List.of("手执", "手中")) + dice.of(verse);
            case BACKGROUND, HAIR, POSTURE, BUILD, BRUSH -> verse.isEmpty() ? tag(trait) : dice.of(verse);
        };
    }

    /// For instance 水彩，夜空下穿红色长袍的黑发少女，举起双手，Q版。
    private String described() {
        var text = new StringBuilder();
        boolean placeFirst = has(Trait.BACKGROUND) && dice.heads(.7);
        if (placeFirst) {
            var place = word(Trait.BACKGROUND);
            text.append(place).append(!locative(place) || dice.heads(.3) ? comma() : "");
        }
        var person = person();
        var counted = person == Terms.ANYONE ? List.of("一个", "有个") : List.of("一个", "一位", "有个");
        text.append(dice.heads(.3) ? dice.of(counted) : "");
        if (hasGarment()) {
            text.append(wearing()).append(garment()).append("的");
        }
        boolean hairFirst = has(Trait.HAIR) && dice.heads(.5);
        text.append(hairFirst ? hair() + "的" : "").append(dice.of(person.zh()));

        var rest = new ArrayList<String>();
        if (has(Trait.HAIR) && !hairFirst) {
            rest.add(hair());
        }
        for (var trait : List.of(Trait.POSTURE, Trait.BUILD, Trait.HELD)) {
            if (has(trait)) {
                rest.add(trait == Trait.HELD ? holding() : tag(trait));
            }
        }
        if (has(Trait.BACKGROUND) && !placeFirst) {
            rest.add(word(Trait.BACKGROUND));
        }
        var parts = new ArrayList<String>();
        parts.add(text.toString());
        parts.addAll(dice.shuffled(rest));
        return painted(String.join(comma(), parts)) + end("。");
    }

    /// For instance 黑发少女身穿红色汉服，手持扇子，在竹林里走着。
    private String told() {
        var parts = new ArrayList<String>();
        var person = person();
        var who = (dice.heads(.2) ? person == Terms.ANYONE ? "一个" : "一名" : "")
                + (has(Trait.HAIR) ? hair() + (dice.heads(.5) ? "的" : "") : "")
                + dice.of(person.zh());
        parts.add(who + (hasGarment() ? wearing() + garment() : ""));
        if (has(Trait.HELD)) {
            parts.add(holding());
        }
        boolean placed = has(Trait.BACKGROUND) && scene.background() != Background.PLAIN;
        if (placed && has(Trait.POSTURE)) {
            parts.addAll(placed(word(Trait.BACKGROUND), word(Trait.POSTURE)));
        } else {
            for (var trait : List.of(Trait.BACKGROUND, Trait.POSTURE)) {
                if (has(trait)) {
                    parts.add(word(trait));
                }
            }
        }
        if (has(Trait.BUILD)) {
            parts.add(word(Trait.BUILD));
        }
        return painted(String.join(comma(), parts)) + end("。");
    }

    /// Somebody sits 在屋里; 夜空 is no such place, and 坐姿 nothing that is done there.
    private List<String> placed(String place, String posture) {
        boolean joined = locative(place) && !posture.endsWith("姿");
        return joined ? List.of((dice.heads(.7) ? "在" : "") + place + posture) : List.of(place, posture);
    }

    private static boolean locative(String place) {
        return !place.equals("房间") && "里中下前间上内".indexOf(place.charAt(place.length() - 1)) >= 0;
    }

    /// 一袭 is what flows down in one piece.
    private boolean flows() {
        return switch (figure.costume()) {
            case ROBE, DRESS, HANFU, CLOAK -> true;
            case ARMOUR, SHIRT_AND_TROUSERS -> false;
        };
    }

    /// The text with the brush before or after it, where that is stated.
    private String painted(String text) {
        if (!has(Trait.BRUSH)) {
            return text;
        }
        var brush = word(Trait.BRUSH);
        return switch ((int) (dice.unit() * 4)) {
            case 0 -> brush + dice.of(List.of("：", "，", ":", ",")) + text;
            case 1 -> text + comma() + brush;
            case 2 -> "画面为" + brush + dice.of(List.of("，", "：")) + text;
            default -> brush + comma() + text;
        };
    }

    private String wearing() {
        return switch (figure.costume()) {
            case CLOAK -> has(Trait.COSTUME) ? dice.of(List.of("披着", "身披", "披")) : "穿着";
            case ARMOUR -> has(Trait.COSTUME) ? dice.of(List.of("身披", "穿着", "身穿")) : "穿着";
            case ROBE, DRESS, SHIRT_AND_TROUSERS, HANFU -> dice.of(List.of("穿", "穿着", "身穿", "身着"));
        };
    }

    private String garment() {
        var colour = has(Trait.GARMENT_COLOUR) ? word(Trait.GARMENT_COLOUR) : "";
        var noun = has(Trait.COSTUME) ? word(Trait.COSTUME) : dice.of(List.of("衣服", "衣裳", "服装", "衣着"));
        if (!colour.isEmpty()) { // which is the shirt's alone
            noun = noun.replace("长裤", "深色长裤").replace("裤子", "深色裤子");
        }
        boolean linked = colour.length() > 1 && dice.heads(.2);
        return colour + (linked ? "的" : "") + noun;
    }

    private String hair() {
        return word(Trait.HAIR) + dice.of(Terms.of(figure.cut()).zh());
    }

    private String holding() {
        var verb = switch (figure.held()) {
            case UMBRELLA -> dice.of(List.of("撑着", "打着", "手持"));
            case LANTERN -> dice.of(List.of("提着", "拿着", "手拿"));
            case BOOK -> dice.of(List.of("捧着", "手捧", "拿着"));
            case NOTHING, SWORD, FAN, FLOWER -> dice.of(List.of("手持", "拿着", "手拿", "握着"));
        };
        return verb + word(Trait.HELD);
    }

    private String word(Trait trait) {
        return dice.of(terms(trait).zh());
    }
}
