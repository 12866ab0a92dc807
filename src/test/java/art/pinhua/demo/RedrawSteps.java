package art.pinhua.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.io.Png;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A part of an earlier picture drawn anew: marked with pointer and keyboard, with a word that the model does not know.
final class RedrawSteps {
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(120_000);

    private RedrawSteps() {}

    /// @return what is wrong with the pages on the way
    static List<String> walk(Page page, URI address) throws Exception {
        page.navigate(address.resolve("/playground").toString());
        page.getByText("以此为起点").first().click();
        page.getByLabel("提示词", new Page.GetByLabelOptions().setExact(true)).fill("夜空下穿绿色斗篷的猫");
        page.getByText("只重画一部分").click();
        var surface = page.getByRole(AriaRole.APPLICATION);
        var box = Objects.requireNonNull(surface.boundingBox());
        page.mouse().move(box.x + box.width / 4, box.y + box.height / 4);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 4);
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 3);
        page.mouse().up();
        String painted = page.getByText("已涂出").textContent();
        surface.focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Space");
        assertThat(page.getByText("已涂出")).not().hasText(painted);
        page.keyboard().press("Control+z");
        assertThat(page.getByText("已涂出")).hasText(painted);
        button(page, "更多参数").click();
        page.getByLabel("张数").fill("1");
        page.getByLabel("步数").fill("6");
        surface.scrollIntoViewIfNeeded();
        BrowserIT.shot(page, "redraw");
        var faults = new ArrayList<>(PageChecks.faults(page, "marking a part"));
        faults.addAll(theReadingIsShown(page));
        String before = page.url();
        button(page, "生成").click();
        page.waitForURL(url -> url.contains("g=") && !url.equals(before));
        assertThat(page.getByText("只重画了一部分", new Page.GetByTextOptions().setExact(true)))
                .isVisible(PATIENTLY);
        assertThat(page.getByLabel("结果").getByText("基础模型没有学过：猫")).isVisible();
        String generation = page.url().replaceAll(".*[?&]g=([0-9a-f-]{36}).*", "$1");
        String start = page.url().replaceAll(".*[?&]start=([0-9a-f-]{36}).*", "$1");
        onlyTheMarkedPartIsNew(page, address, generation, start);

        button(page, "沿用这些设置").click();
        assertThat(page.getByLabel("只重画一部分")).isChecked();
        assertThat(page.getByText("已涂出")).hasText(painted);
        return faults;
    }

    /// Before anything is drawn of the prompt.
    private static List<String> theReadingIsShown(Page page) throws Exception {
        var form = page.locator("form");
        var reading = form.getByRole(
                AriaRole.GROUP,
                new Locator.GetByRoleOptions().setName("提示词：模型的读法").setExact(true));
        assertThat(reading.getByText("基础模型没有学过：猫")).isVisible(PATIENTLY);
        assertThat(reading.locator("summary")).containsText("词元");
        reading.locator("summary").click();
        assertThat(reading.getByLabel("词元").locator("[data-known=false]").first())
                .hasText("猫 基础模型没有学过");
        BrowserIT.shot(page, "reading");
        return PageChecks.faults(page, "the reading of a prompt");
    }

    /// Every pixel outside of the mask is that of the start, to the bit.
    private static void onlyTheMarkedPartIsNew(Page page, URI address, String generation, String start)
            throws IOException {
        var before = picture(page, address.resolve("/api/images/" + start + "/file"));
        var mask = picture(page, address.resolve("/api/generations/" + generation + "/mask"))
                .scaledTo(before.width(), before.height());
        String drawn = page.locator("main figure img").first().getAttribute("src");
        var after = picture(page, address.resolve(Objects.requireNonNull(drawn)));
        int kept = 0;
        int changed = 0;
        for (int i = 0; i < before.rgb().length; i++) {
            if (mask.rgb()[i] == 0) {
                assertEquals(before.rgb()[i], after.rgb()[i], "byte " + i + " is outside of the mask");
                kept++;
            } else if (before.rgb()[i] != after.rgb()[i]) {
                changed++;
            }
        }
        assertTrue(kept > before.rgb().length / 2 && changed > 100, kept + " bytes kept, " + changed + " changed");
    }

    private static Png.Pixels picture(Page page, URI address) throws IOException {
        var answer =
                page.request().get(address.toString(), RequestOptions.create().setHeader("Accept", "image/png"));
        assertEquals(200, answer.status(), address.toString());
        return Png.read(answer.body(), 4096);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
