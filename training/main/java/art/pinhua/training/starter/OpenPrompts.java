package art.pinhua.training.starter;

import java.util.ArrayList;
import java.util.List;

/// Prompts that leave the colour of the garment open, so that there is something to prefer.
public final class OpenPrompts {
    private static final List<String> PLACES = List.of("竹林里", "夜空下", "远山前", "房间里", "蓝天下", "素色背景前");
    private static final List<String> COSTUMES = List.of("长袍", "裙子", "盔甲", "衬衫和长裤", "汉服", "斗篷");
    private static final List<String> POSES = List.of("站立", "举起双手", "行走", "坐着");

    /// How many there are; after them they come again.
    public static final int COUNT = PLACES.size() * COSTUMES.size() * POSES.size();

    private OpenPrompts() {}

    /// @param from position of the first, so that two lists with other positions share no prompt
    public static List<String> list(int from, int count) {
        var prompts = new ArrayList<String>();
        for (int i = from; i < from + count; i++) {
            // 35 is coprime to the 144 there are: neighbours differ in place and costume, and all come before one
            // repeats
            int n = Math.floorMod(i * 35, COUNT);
            prompts.add(PLACES.get(n % 6) + POSES.get(n / 36) + "、穿" + COSTUMES.get(n / 6 % 6) + "的人");
        }
        return prompts;
    }
}
