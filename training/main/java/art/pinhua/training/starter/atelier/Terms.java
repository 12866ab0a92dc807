package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The words for what a scene can show. A word belongs to one value only, and says nothing the picture hides.
///
/// @param zh    Chinese words that stand alone
/// @param en    English words that stand alone
/// @param verse Chinese turns of a literary kind
record Terms(List<String> zh, List<String> en, List<String> verse) {
    private static final String GRAMMAR =
            "a an the with in on of and who is wearing clad clothed clothes clothing garments"
                    + " outfit holding carrying picture drawing painting portrait showing style";

    static Terms of(String zh, String en, String verse) {
        return new Terms(split(zh), split(en), split(verse));
    }

    private static List<String> split(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split("\\|"));
    }

    private static final Map<Object, Terms> ALL = new LinkedHashMap<>();

    static {
        ALL.put(
                Background.PLAIN,
                of(
                        "素色背景|纯色背景|简单的背景|空白背景|素净的底色",
                        "on a plain background|against a plain backdrop|plain background|on a blank background|simple backdrop",
                        "四下留白|素底无尘"));
        ALL.put(
                Background.SKY,
                of(
                        "蓝天下|蓝天|晴空下|蓝天白云下|碧空之下|白云悠悠的草地上",
                        "under a blue sky|beneath a clear sky|blue sky and white clouds|blue sky|on a sunny meadow",
                        "天高云淡|晴空万里|白云苍苍"));
        ALL.put(
                Background.MOUNTAIN,
                of(
                        "远山前|远山|群山前|群山之间|山峦前|山雾之中",
                        "in front of distant mountains|among mountains|before the hills|mountains|misty mountains behind",
                        "远山如黛|千山叠嶂|云山苍苍"));
        ALL.put(
                Background.BAMBOO,
                of(
                        "竹林里|竹林中|竹林|竹子之间|竹丛前|翠竹之间",
                        "in a bamboo grove|in a bamboo forest|among bamboo|bamboo|bamboo stalks behind",
                        "竹影婆娑|修竹幽幽|风过竹响"));
        ALL.put(
                Background.NIGHT,
                of(
                        "夜空下|夜空|星空下|月夜里|夜晚|月光下|星夜",
                        "under the night sky|on a moonlit night|beneath the stars|at night|night sky|in the moonlight",
                        "月明星稀|夜色如水|月照清夜"));
        ALL.put(
                Background.ROOM,
                of("室内|房间里|屋里|屋内|房间|窗前的屋子里", "in a room|indoors|inside a room|room|inside a house", "窗明几净|静室之内|一室清幽"));
        ALL.put(GarmentColour.RED, of("红色|大红色|红|朱红色|鲜红", "red|crimson|scarlet|bright red", "朱红|绛红"));
        ALL.put(GarmentColour.BLUE, of("蓝色|宝蓝色|蓝|湛蓝色|深蓝", "blue|royal blue|deep blue|cobalt", "湛蓝|靛蓝"));
        ALL.put(GarmentColour.GREEN, of("绿色|翠绿色|绿|碧绿色", "green|emerald|jade green|emerald green", "翠绿|碧色"));
        ALL.put(GarmentColour.YELLOW, of("黄色|金黄色|黄|明黄色|鹅黄", "yellow|golden yellow|bright yellow", "明黄|杏黄"));
        ALL.put(GarmentColour.PURPLE, of("紫色|深紫色|紫|紫罗兰色|绛紫色", "purple|violet|deep purple", "绛紫|黛紫"));
        ALL.put(GarmentColour.WHITE, of("白色|雪白色|白|洁白|纯白", "white|snow white|pure white", "素白|霜白"));
        ALL.put(GarmentColour.BLACK, of("黑色|墨黑色|黑|漆黑|乌黑色", "black|jet black|ink black", "玄色|墨色"));
        ALL.put(Costume.ROBE, of("长袍|袍子|袍服|长衫", "robe|long robe|flowing robe|long gown", "长袍|宽袍长衣"));
        ALL.put(Costume.DRESS, of("裙子|连衣裙|裙装|短袖裙", "dress|frock|summer dress|short-sleeved dress", "罗裙|轻裙"));
        ALL.put(Costume.ARMOUR, of("盔甲|铠甲|战甲|甲胄|护甲", "armour|armor|suit of armour|plate armour", "铁甲|战袍铁衣"));
        ALL.put(
                Costume.SHIRT_AND_TROUSERS,
                of(
                        "衬衫和长裤|衬衣长裤|上衣和裤子|衬衫长裤",
                        "shirt and trousers|shirt and pants|shirt with trousers|buttoned shirt and trousers",
                        "短打|短衣"));
        ALL.put(
                Costume.HANFU,
                of("汉服|古装汉服|汉装|宽袖汉服|交领汉服", "hanfu|Chinese hanfu|traditional hanfu|wide-sleeved hanfu", "汉家衣裳|广袖霓裳"));
        ALL.put(Costume.CLOAK, of("斗篷|披风|大氅|兜帽斗篷", "cloak|cape|mantle|hooded cloak", "大氅|长风斗篷"));
        ALL.put(Shade.BLACK, of("黑|乌黑|墨黑", "black|dark black|raven", "青丝如墨|鸦鬓如云"));
        ALL.put(Shade.BROWN, of("棕|褐|棕褐|栗", "brown|chestnut|dark brown", "褐发如檀|栗发如绸"));
        ALL.put(Shade.WHITE, of("白|银|银白|雪白", "white|silver|snowy", "白发如雪|银丝胜雪"));
        ALL.put(Shade.RED, of("红|橘红|火红|赤", "red|ginger|orange|fiery red", "红发似火|赤发如霞"));
        ALL.put(Shade.GOLDEN, of("金|金黄|浅金|亚麻", "blond|golden|fair|blonde", "金发如缕|金发流光"));
        ALL.put(Cut.SHORT, of("发|色头发|色短发|短发", "%s hair|short %s hair|%s short hair", ""));
        ALL.put(Cut.LONG, of("发|色头发|色长发|长发", "%s hair|long %s hair|%s long hair|flowing %s hair", ""));
        ALL.put(Cut.BUN, of("发|色头发|色发髻|色丸子头", "%s hair|%s hair in a bun|%s hair tied up", ""));
        ALL.put(Cut.PONYTAIL, of("发|色头发|色马尾|色马尾辫", "%s hair|%s ponytail|%s hair in a ponytail", ""));
        ALL.put(Cut.TWIN_TAILS, of("发|色头发|色双马尾|色双辫", "%s hair|%s twin tails|%s hair in twin tails|%s pigtails", ""));
        ALL.put(Posture.STANDING, of("站立|站着|直立|站姿|静静站着", "standing|standing still|standing upright", "亭亭而立|伫立不语"));
        ALL.put(
                Posture.ARMS_RAISED,
                of(
                        "举手|举起双手|高举双手|双臂高举|张开双臂举起",
                        "arms raised|raising both arms|both hands up|hands in the air|with both arms up",
                        "振臂向天|举臂向天"));
        ALL.put(Posture.WALKING, of("行走|走路|走着|迈步|散步", "walking|striding|taking a walk|strolling", "信步而行|徐步而来"));
        ALL.put(Posture.SITTING, of("坐着|坐姿|端坐|坐下|静坐", "sitting|seated|sitting down|sitting quietly", "端然而坐|独坐无言"));
        ALL.put(
                Posture.POINTING,
                of(
                        "指着前方|伸手指向一边|指向远处|伸臂指路",
                        "pointing|pointing aside|pointing the way|with an outstretched arm",
                        "遥指前路|抬手一指"));
        ALL.put(Posture.RUNNING, of("奔跑|跑步|跑着|飞奔|快跑", "running|sprinting|dashing|on the run", "疾步如飞|奔走如风"));
        ALL.put(Build.CHIBI, of("Q版|大头|两头身|Q版比例|大头娃娃", "chibi|big head|super-deformed|two and a half heads tall", ""));
        ALL.put(Build.CARTOON, of("四头身|卡通|卡通比例|卡通人物", "cartoon|cartoon proportions|four heads tall", ""));
        ALL.put(Build.YOUTH, of("六头身|匀称身材|身材匀称|标准身材", "youthful|well-proportioned|six heads tall|slim build", "身姿匀停"));
        ALL.put(
                Build.TALL,
                of("高挑|修长|七头身|高个子|写实比例", "tall|long-legged|seven heads tall|realistic proportions", "身形颀长"));
        ALL.put(
                BrushStyle.FLAT,
                of("平涂|平涂风格|扁平插画|平面插画", "flat colour|flat illustration|flat colors|flat colouring", ""));
        ALL.put(BrushStyle.OUTLINE, of("线描|线描画|勾线淡彩|墨线勾勒", "line drawing|line art|ink outlines|pen outlines", "铁线勾描"));
        ALL.put(
                BrushStyle.WATERCOLOUR,
                of("水彩|水彩画|水彩风格|水彩插画", "watercolour|watercolor|watercolour painting|watercolor style", "水色氤氲"));
        ALL.put(
                BrushStyle.INK_WASH,
                of("水墨|水墨画|水墨风格|写意水墨", "ink wash|ink wash painting|sumi ink|brush and ink", "墨分五色"));
        ALL.put(
                BrushStyle.IMPASTO,
                of("厚涂|厚涂风格|厚重笔触|油画质感", "impasto|thick paint|oil painting|heavy brush strokes", ""));
        ALL.put(Held.SWORD, of("剑|长剑|宝剑|一把剑", "a sword|a long sword|a blade", "三尺青锋"));
        ALL.put(Held.FAN, of("扇子|扇|一把扇子|画扇", "a fan|a hand fan|a paper fan", "轻罗小扇"));
        ALL.put(Held.LANTERN, of("灯笼|一盏灯笼|纸灯笼|提灯", "a lantern|a paper lantern|a glowing lantern", "一盏孤灯"));
        ALL.put(Held.UMBRELLA, of("伞|油纸伞|纸伞|一把伞", "an umbrella|a paper umbrella|a parasol", "一把纸伞"));
        ALL.put(Held.FLOWER, of("花|一枝花|一朵花|花枝", "a flower|a blossom|a single flower", "一枝春色"));
        ALL.put(Held.BOOK, of("书|一本书|书本|书卷", "a book|an open book", "一卷诗书"));
        ALL.put(Person.WOMAN, of("女子|少女|姑娘|女孩", "woman|girl|young woman|lady", "佳人"));
        ALL.put(Person.MAN, of("男子|少年|青年|男孩", "man|boy|young man|fellow", "公子"));
    }

    /// Words for anybody.
    static final Terms ANYONE = of("人|人物|角色|身影", "person|figure|character", "");

    static Terms of(Object value) {
        var terms = ALL.get(value);
        if (terms == null) {
            throw new IllegalStateException("no words for " + value);
        }
        return terms;
    }

    /// Every English word of the descriptions, in lower case.
    static Set<String> englishWords() {
        var words = new TreeSet<>(List.of(GRAMMAR.split(" ")));
        for (var terms : ALL.values()) {
            terms.en.forEach(phrase -> addWords(words, phrase));
        }
        ANYONE.en.forEach(phrase -> addWords(words, phrase));
        return words;
    }

    private static void addWords(Set<String> words, String phrase) {
        for (var word :
                phrase.replace("%s", " ").toLowerCase(java.util.Locale.ROOT).split("[^a-z]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }
}
