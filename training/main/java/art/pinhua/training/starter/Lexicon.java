package art.pinhua.training.starter;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/// The words for what a scene can show. A word belongs to one value only, and says nothing the picture hides.
final class Lexicon {
    /// @param zh    Chinese words that stand alone
    /// @param en    English words that stand alone
    /// @param verse Chinese turns of a literary kind
    record Words(List<String> zh, List<String> en, List<String> verse) {
        static Words of(String zh, String en, String verse) {
            return new Words(split(zh), split(en), split(verse));
        }

        private static List<String> split(String words) {
            return words.isEmpty() ? List.of() : List.of(words.split("\\|"));
        }
    }

    static final Map<Background, Words> BACKGROUND = Map.of(
            Background.PLAIN,
                    Words.of(
                            "素色背景|纯色背景|简单的背景|空白背景",
                            "on a plain background|against a plain backdrop|plain background|on a blank background",
                            "四下留白"),
            Background.SKY,
                    Words.of(
                            "蓝天下|蓝天|晴空下|蓝天白云下|碧空之下",
                            "under a blue sky|beneath a clear sky|blue sky and white clouds|blue sky",
                            "天高云淡|晴空万里"),
            Background.MOUNTAIN,
                    Words.of(
                            "远山前|远山|群山前|群山之间|山峦前",
                            "in front of distant mountains|among mountains|before the hills|mountains",
                            "远山如黛|千山叠嶂"),
            Background.BAMBOO,
                    Words.of(
                            "竹林里|竹林中|竹林|竹子之间|竹丛前",
                            "in a bamboo grove|in a bamboo forest|among bamboo|bamboo",
                            "竹影婆娑|修竹幽幽"),
            Background.NIGHT,
                    Words.of(
                            "夜空下|夜空|星空下|月夜里|夜晚",
                            "under the night sky|on a moonlit night|beneath the stars|at night|night sky",
                            "月明星稀|夜色如水"),
            Background.ROOM, Words.of("室内|房间里|屋里|屋内|房间", "in a room|indoors|inside a room|room", "窗明几净|静室之内"));

    static final Map<GarmentColour, Words> GARMENT = Map.of(
            GarmentColour.RED, Words.of("红色|大红色|红|朱红色", "red|crimson|scarlet|bright red", "朱红"),
            GarmentColour.BLUE, Words.of("蓝色|宝蓝色|蓝|湛蓝色", "blue|royal blue|deep blue", "湛蓝"),
            GarmentColour.GREEN, Words.of("绿色|翠绿色|绿|碧绿色", "green|emerald|jade green", "翠绿"),
            GarmentColour.YELLOW, Words.of("黄色|金黄色|黄|明黄色", "yellow|golden yellow|bright yellow", "明黄"),
            GarmentColour.PURPLE, Words.of("紫色|深紫色|紫|紫罗兰色", "purple|violet|deep purple", "绛紫"),
            GarmentColour.WHITE, Words.of("白色|雪白色|白|洁白", "white|snow white|pure white", "素白"),
            GarmentColour.BLACK, Words.of("黑色|墨黑色|黑|漆黑", "black|jet black|ink black", "玄色"));

    static final Map<Costume, Words> COSTUME = Map.of(
            Costume.ROBE, Words.of("长袍|袍子|袍服", "robe|long robe|flowing robe", "长袍"),
            Costume.DRESS, Words.of("裙子|连衣裙|裙装", "dress|frock|summer dress", "罗裙"),
            Costume.ARMOUR, Words.of("盔甲|铠甲|战甲|甲胄", "armour|armor|suit of armour", "铁甲"),
            Costume.SHIRT_AND_TROUSERS,
                    Words.of("衬衫和长裤|衬衣长裤|上衣和裤子", "shirt and trousers|shirt and pants|shirt with trousers", "短打"),
            Costume.HANFU, Words.of("汉服|古装汉服|汉装", "hanfu|Chinese hanfu|traditional hanfu", "汉家衣裳"),
            Costume.CLOAK, Words.of("斗篷|披风|大氅", "cloak|cape|mantle", "大氅"));

    static final Map<HairColour, Words> HAIR = Map.of(
            HairColour.BLACK, Words.of("黑|乌黑", "black|dark black", "青丝如墨"),
            HairColour.BROWN, Words.of("棕|褐|棕褐", "brown|chestnut", "褐发轻扬"),
            HairColour.WHITE, Words.of("白|银|银白", "white|silver", "白发如雪"),
            HairColour.RED, Words.of("红|橘红|火红", "red|ginger|orange", "红发似火"));

    /// Nouns that follow the colour of the hair; the first two fit every cut.
    static final Map<HairCut, Words> CUT = Map.of(
            HairCut.SHORT, Words.of("发|色头发|色短发|短发", "%s hair|%s hair|short %s hair|%s short hair", ""),
            HairCut.LONG, Words.of("发|色头发|色长发|长发", "%s hair|%s hair|long %s hair|%s long hair", ""),
            HairCut.BUN, Words.of("发|色头发|色发髻|色丸子头", "%s hair|%s hair|%s hair in a bun|%s hair tied up", ""));

    static final Map<Pose, Words> POSE = Map.of(
            Pose.STANDING, Words.of("站立|站着|直立|站姿", "standing|standing still|standing upright", "亭亭而立"),
            Pose.ARMS_RAISED,
                    Words.of(
                            "举手|举起双手|高举双手|双臂高举",
                            "arms raised|raising both arms|both hands up|hands in the air",
                            "振臂向天"),
            Pose.WALKING, Words.of("行走|走路|走着|迈步", "walking|striding|taking a step|on the move", "信步而行"),
            Pose.SITTING, Words.of("坐着|坐姿|盘腿坐|打坐", "sitting|seated|sitting cross-legged|sitting down", "席地而坐"));

    static final Map<Figure.Build, Words> BUILD = Map.of(
            Figure.Build.CHIBI,
                    Words.of("Q版|大头|二头身|Q版比例", "chibi|big head|super-deformed|two and a half heads tall", ""),
            Figure.Build.CARTOON, Words.of("四头身|卡通|卡通比例", "cartoon|cartoon proportions|four heads tall", ""),
            Figure.Build.TALL, Words.of("高挑|修长|高个子|写实比例", "tall|slender|realistic proportions|long-legged", "身形颀长"));

    static final Map<HairCut, Words> PERSON = Map.ofEntries(
            entry(HairCut.SHORT, Words.of("人|人物|角色|少年|男子", "person|figure|character|boy|man", "")),
            entry(HairCut.LONG, Words.of("人|人物|角色|少女|女子", "person|figure|character|girl|woman", "")),
            entry(HairCut.BUN, Words.of("人|人物|角色|身影", "person|figure|character|somebody", "")));

    private Lexicon() {}

    static <K> Words of(Map<K, Words> lexicon, K value) {
        var words = lexicon.get(value);
        if (words == null) {
            throw new IllegalStateException("no words for " + value);
        }
        return words;
    }
}
