package art.pinhua.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.io.PngTexts;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An adapter from outside, on its way into pictures: sent from this computer, laid over the model, compared with
/// itself
/// at another strength, and named in what is downloaded.
final class ImportSteps {
    private static final String NAME = "外来的 ｉｎｋ";
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(180_000);

    /// How many pixels of the opened picture's two files differ, as the browser reads them.
    private static final String DIFFERENT_PIXELS = """
            async () => {
                const address = document.querySelector('a[download]').href.replace(/\\?.*/, '');
                const pixels = async format => {
                    const blob = await (await fetch(address + '?format=' + format)).blob();
                    if (blob.type !== 'image/' + format.toLowerCase()) {
                        throw new Error(format + ' is ' + blob.type);
                    }
                    const bitmap = await createImageBitmap(blob);
                    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
                    canvas.drawImage(bitmap, 0, 0);
                    return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
                };
                const [png, webp] = [await pixels('PNG'), await pixels('WEBP')];
                return png.length === webp.length ? png.filter((value, i) => value !== webp[i]).length : -1;
            }
            """;

    private ImportSteps() {}

    /// @param trained the file of an adapter that fits the served model
    /// @return what is wrong with the pages on the way
    static List<String> walk(Page page, URI address, Path trained, Path folder) throws IOException {
        page.navigate(address.resolve("/models").toString());
        page.locator("input[type=file]").setInputFiles(another(trained, folder));
        page.getByLabel("许可").fill("CC0");
        button(page, "检查并导入").click();
        var imported = page.locator("li").filter(new Locator.FilterOptions().setHasText(NAME));
        assertThat(imported.getByText("已完成").first()).isVisible(PATIENTLY);

        page.navigate(address.resolve("/playground").toString());
        button(page, "更多参数").click();
        page.getByLabel("提示词", new Page.GetByLabelOptions().setExact(true)).fill("夜空下穿红色长袍的人");
        page.getByLabel("叠加适配器").first().click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(NAME))
                .click();
        page.getByRole(AriaRole.SLIDER).last().press("ArrowLeft");
        page.getByLabel("张数").fill("2");
        page.getByLabel("步数").fill("4");
        var faults = new ArrayList<>(PageChecks.faults(page, "an adapter's slider"));
        button(page, "生成").click();
        page.waitForURL("**/playground?g=*");
        // until then the pictures may be those of the request before
        assertThat(page.getByLabel("结果", new Page.GetByLabelOptions().setExact(true)))
                .containsText(NAME + " × 0.95");
        page.locator("main figure button img").first().click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText(NAME + " × 0.95");
        var download = page.waitForDownload(() -> page.getByText("下载 PNG（含参数）").click());
        var texts = PngTexts.of(Files.readAllBytes(download.path()));
        assertTrue(texts.getOrDefault("parameters", "").contains("<lora:" + NAME + ":0.95>"), texts.get("parameters"));
        assertEquals(
                List.of("XML:com.adobe.xmp", "parameters", "prompt"),
                texts.keySet().stream().sorted().toList());
        assertEquals(0, page.evaluate(DIFFERENT_PIXELS), "the WebP has other pixels than the PNG");
        page.keyboard().press("Escape");

        button(page, "并排生成").click();
        assertThat(page.locator("main td img").nth(5)).isVisible(PATIENTLY);
        faults.addAll(PageChecks.faults(page, "strengths side by side"));
        return faults;
    }

    /// The same adapter with one weight a little different, so that it is another file.
    private static Path another(Path trained, Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(trained);
        bytes[bytes.length - 4] ^= 1;
        return Files.write(folder.resolve(NAME + ".safetensors"), bytes);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
