package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What every page owes its readers: nothing that axe calls serious or critical, in the colours of
/// both schemes, and no sideways scrolling on a narrow screen or at 400 % zoom.
final class PageChecks {
    /// 400 % of a window of 1280 x 1024, as WCAG 1.4.10 counts it.
    private static final int ZOOMED_WIDTH = 320;

    private static final int ZOOMED_HEIGHT = 256;
    private static final int PHONE_WIDTH = 360;
    private static final int PHONE_HEIGHT = 780;
    private static final String AXE = axe();
    private static final String ASK = """
            async rules => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations
                .filter(each => each.impact === 'serious' || each.impact === 'critical')
                .map(each => each.id + ': ' + each.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | '))
            """;

    private static final Map<String, Object> EVERYTHING = Map.of();

    /// The rules that look at colours, of those that axe follows unasked.
    private static final Map<String, Object> COLOURS =
            Map.of("runOnly", Map.of("type", "rule", "values", List.of("color-contrast", "link-in-text-block")));

    private static final Map<String, Boolean> OFF = Map.of("enabled", false);
    private static final Map<String, Object> WORDS =
            Map.of("rules", Map.of("color-contrast", OFF, "link-in-text-block", OFF));

    /// Ends after some frames in a row in which the window has its width and nothing fades or moves
    /// from one style to another: on a busy machine frames come late, and half faded is neither colour.
    /// What a frame makes of a new scheme or width shows in the next ones.
    private static final String SETTLE = """
            async width => {
                const frame = () => new Promise(drawn => {
                    requestAnimationFrame(drawn);
                    setTimeout(drawn, 1000);
                });
                const fading = () => document.getAnimations().some(each => each instanceof CSSTransition);
                for (let still = 0, frames = 0; still < 6 && frames < 300; frames++) {
                    await frame();
                    still = innerWidth !== width || fading() ? 0 : still + 1;
                }
            }
            """;

    private PageChecks() {}

    /// Everything wrong with the page as it stands, each with the place it was seen at. Another scheme
    /// has other colours and the same words.
    static List<String> faults(Page page, String name) {
        var faults = new ArrayList<String>();
        inScheme(page, ColorScheme.LIGHT, EVERYTHING).forEach(each -> faults.add(name + " LIGHT: " + each));
        inScheme(page, ColorScheme.DARK, COLOURS).forEach(each -> faults.add(name + " DARK: " + each));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        faults.addAll(overflow(page, name));
        return faults;
    }

    private static List<String> inScheme(Page page, ColorScheme scheme, Map<String, Object> rules) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(SETTLE, page.viewportSize().width);
        return violations(page, rules);
    }

    /// What another language may break: names, roles, the width of words. Colours stay what they were.
    static List<String> faultsOfWords(Page page, String name) {
        var faults = new ArrayList<String>();
        violations(page, WORDS).forEach(each -> faults.add(name + ": " + each));
        faults.addAll(overflow(page, name));
        return faults;
    }

    private static List<String> overflow(Page page, String name) {
        var faults = new ArrayList<String>();
        var usual = page.viewportSize();
        sideways(page, PHONE_WIDTH, PHONE_HEIGHT).forEach(each -> faults.add(name + " at 360 px: " + each));
        sideways(page, ZOOMED_WIDTH, ZOOMED_HEIGHT).forEach(each -> faults.add(name + " at 400 %: " + each));
        page.setViewportSize(usual.width, usual.height);
        return faults;
    }

    /// The checks must see what is planted; else they prove nothing.
    static void bite(Page page) {
        page.evaluate("""
                () => {
                    const planted = document.createElement('section');
                    planted.id = 'planted';
                    const button = document.createElement('button');
                    const faint = document.createElement('p');
                    faint.textContent = 'faint';
                    faint.style.color = '#bbb';
                    faint.style.background = '#fff';
                    const broad = document.createElement('div');
                    broad.style.width = '900px';
                    broad.style.height = '4px';
                    planted.append(button, faint, broad);
                    document.body.append(planted);
                }
                """);
        var seen = faults(page, "planted");
        page.evaluate("() => document.getElementById('planted').remove()");
        for (var expected : List.of(
                "planted LIGHT: button-name: ",
                "planted LIGHT: color-contrast: ",
                "planted DARK: color-contrast: ",
                "planted at 360 px: ",
                "planted at 400 %: ")) {
            assertEquals(
                    1, seen.stream().filter(each -> each.startsWith(expected)).count(), () -> expected + " in " + seen);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page, Map<String, Object> rules) {
        if ((Boolean) page.evaluate("() => typeof axe === 'undefined'")) { // it goes with the document
            page.evaluate(AXE);
        }
        return (List<String>) page.evaluate(ASK, rules);
    }

    private static List<String> sideways(Page page, int width, int height) {
        page.setViewportSize(width, height);
        page.evaluate(SETTLE, width);
        var beyond = (Integer) page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth");
        return beyond > 0 ? List.of(beyond + " px beyond the edge") : List.of();
    }

    private static String axe() {
        try {
            return Files.readString(Repository.root().resolve("frontend/node_modules/axe-core/axe.min.js"));
        } catch (IOException e) {
            throw new UncheckedIOException("run npm install in frontend/", e);
        }
    }
}
