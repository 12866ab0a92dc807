package art.pinhua.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// Pictures that are seen while they are drawn, and given up in the middle: many of them, large and of
/// many steps, so that there is time to look.
final class CancelSteps {
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(180_000);

    /// The width of what the browser made of the preview's bytes; 0 for nothing. A later preview may
    /// take the place of one that is being decoded.
    private static final String DECODED = """
            async image => {
                for (let tries = 0; tries < 20; tries++) {
                    const decoded = await image.decode().then(() => true, () => false);
                    if (decoded) {
                        return image.naturalWidth;
                    }
                    await new Promise(later => setTimeout(later, 50));
                }
                return 0;
            }
            """;

    private CancelSteps() {}

    /// @return what is wrong with the page afterwards
    static List<String> walk(Page page, URI address) throws Exception {
        page.navigate(address.resolve("/playground").toString());
        page.getByLabel("提示词", new Page.GetByLabelOptions().setExact(true)).fill("夜空下穿红色长袍的人");
        button(page, "更多参数").click();
        page.getByLabel("张数").fill("8");
        page.getByLabel("步数").fill("100");
        page.getByLabel("尺寸").first().click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("自定"))
                .click();
        for (String side : List.of("宽", "高")) {
            page.getByLabel(side, new Page.GetByLabelOptions().setExact(true)).fill("128");
        }
        button(page, "生成").click();
        page.waitForURL(url -> url.contains("g="));
        String generation = page.url().replaceAll(".*[?&]g=([0-9a-f-]{36}).*", "$1");

        var result = page.getByLabel("结果");
        var preview = result.locator("figure[data-unfinished=true] img").first();
        assertThat(preview).isVisible(PATIENTLY);
        assertThat(preview).hasAttribute("src", Pattern.compile("^blob:.+"));
        assertTrue((Integer) preview.evaluate(DECODED) > 0, "the preview holds no picture");
        assertThat(result.getByText("进行中").first()).isVisible();
        BrowserIT.shot(page, "preview");

        button(page, "取消").click();
        assertThat(result.getByText("已取消，没有画完的图。")).isVisible(PATIENTLY);
        assertThat(result.locator("figure")).hasCount(0);
        var told = page.request()
                .get(address.resolve("/api/generations/" + generation).toString());
        assertTrue(told.text().contains("\"state\":\"CANCELLED\""), told::text);
        return PageChecks.faults(page, "cancelled pictures");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
