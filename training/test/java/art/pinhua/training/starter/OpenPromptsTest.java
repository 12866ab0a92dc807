package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenPromptsTest {
    @Test
    void allDifferBeforeOneComesAgain() {
        var all = OpenPrompts.list(0, OpenPrompts.COUNT);
        assertEquals(OpenPrompts.COUNT, new HashSet<>(all).size());
        assertEquals(all.subList(0, 2), OpenPrompts.list(OpenPrompts.COUNT, 2));
    }

    @Test
    void leaveTheColourOfTheGarmentOpen() {
        var colours = Pattern.compile("[红黄绿紫橙]|蓝色");
        assertTrue(OpenPrompts.list(0, OpenPrompts.COUNT).stream()
                .noneMatch(prompt -> colours.matcher(prompt).find()));
    }
}
