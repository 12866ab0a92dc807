package art.pinhua.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import art.pinhua.ServerPrograms;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A curator's, an expert's and a visitor's way through the packaged product, in the Chromium of the system.
class BrowserIT {
    private static final String PASSWORD = "browser-password-1";
    private static final double HANG_MILLIS = Chromium.HANG_MILLIS;

    private static final double READING_MILLIS = 1_500; // a faster vote is left out by the curation

    private static final List<String> PAGES = List.of(
            "playground",
            "campaigns",
            "campaigns/new",
            "rating",
            "curation",
            "snapshots",
            "runs",
            "runs/new",
            "comparisons",
            "comparisons/new",
            "models",
            "lineage",
            "people",
            "jobs",
            "audit",
            "system",
            "nowhere");

    private static final String SPEAK_ENGLISH = "() => localStorage.setItem('pinhua.language', 'en')";

    @TempDir
    static Path folder;

    private static AppProcess app;
    private static Chromium chromium;
    private final List<String> refusedByPolicy = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), Map.of());
        chromium = Chromium.launch();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (app != null) {
            app.close();
        }
    }

    @Test
    void picturesAreMadeAskedAboutAndVotedOn() throws Exception {
        try (var desk = context(1280, 900);
                var phone = context(390, 844)) {
            Page studio = watched(desk.newPage());
            signIn(studio);
            var faults = new ArrayList<>(CancelSteps.walk(studio, app.address()));
            paint(studio);
            String campaign = openCampaign(studio);
            rateAtTheDesk(studio, campaign);
            rateOnThePhone(watched(phone.newPage()), campaign);

            studio.navigate(address("/campaigns/" + campaign));
            assertThat(studio.getByRole(AriaRole.MAIN)).containsText("已收到 3 /", contains());
            shot(studio, "campaign");
            String curation = curate(studio, campaign);
            String snapshot = freeze(studio);
            String run = train(studio);
            String comparison = compare(studio);
            var pages = new ArrayList<>(PAGES);
            pages.addAll(List.of(
                    "campaigns/" + campaign,
                    "rating/" + campaign,
                    "curation/" + curation,
                    "snapshots/" + snapshot,
                    "runs/" + run,
                    "comparisons/" + comparison,
                    lineageOf(studio)));
            faults.addAll(everyPageIsUsable(studio, pages));
            faults.addAll(RedrawSteps.walk(studio, app.address()));
            faults.addAll(dialogsAreUsable(studio, campaign));
            faults.addAll(ImportSteps.walk(studio, app.address(), adapterOf(run), folder));
            faults.addAll(doorsAreUsable(campaign));
            faults.addAll(everyPageIsUsableInEnglish(studio, pages, campaign));
            assertEquals(List.of(), faults, "accessibility and reflow");
            studio.navigate(address("/models"));
            assertThat(studio.getByText("starter-64").first()).isVisible();
            PageChecks.bite(studio);
        }
        assertEquals(List.of(), refusedByPolicy, "content security policy");
    }

    private static void signIn(Page page) throws Exception {
        page.navigate(app.invitation().toString());
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("input[name=again]").fill(PASSWORD);
        page.locator("button[type=submit], form button").first().click();
        // the next address would cut off the answer to this one
        page.waitForURL(url -> !url.contains("/idp/invite"));
        page.navigate(address("/login?to=/playground"));
        if (page.locator("input[name=username]").count() > 0) {
            page.locator("input[name=username]").fill("admin");
            page.locator("input[name=password]").fill(PASSWORD);
            page.locator("form button").first().click();
        }
        page.waitForURL("**/playground");
    }

    private static void paint(Page page) throws Exception {
        page.navigate(address("/playground"));
        page.getByLabel("提示词", new Page.GetByLabelOptions().setExact(true)).fill("夜空下穿红色长袍的人");
        button(page, "生成").click();
        var pictures = page.locator("main img[src*='/api/images/']");
        assertThat(pictures.nth(3)).isVisible(visibleWithin(HANG_MILLIS));
        shot(page, "playground");
        page.setViewportSize(390, 844);
        shot(page, "playground-phone");
        page.setViewportSize(1280, 900);
    }

    private static String openCampaign(Page page) throws Exception {
        page.navigate(address("/campaigns/new"));
        page.getByLabel("名称").first().fill("哪张更好");
        page.getByLabel("提示词，每行一个").fill("竹林里穿汉服的人\n远山前穿斗篷的人");
        button(page, "创建").click();
        String id = reached(page, "campaigns");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("出图并开放"))
                .click();
        assertThat(page.getByText("开放中").first()).isVisible(visibleWithin(2 * HANG_MILLIS));
        return id;
    }

    private static void rateAtTheDesk(Page page, String campaign) throws Exception {
        page.navigate(address("/rating/" + campaign));
        assertThat(candidates(page).nth(1)).isVisible();
        for (Locator picture : candidates(page).all()) {
            String source = picture.getAttribute("src");
            assertFalse(source != null && source.matches(".*[0-9a-f]{64}.*"), "a content hash reaches the rater");
        }
        shot(page, "rating");
        page.keyboard().press("Shift+Slash");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        page.waitForTimeout(READING_MILLIS);
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("Enter");
        assertThat(page.getByText("已评 1").first()).isVisible();
    }

    private static void rateOnThePhone(Page page, String campaign) throws Exception {
        page.navigate(address("/rate?c=" + campaign));
        for (int i = 0; i < 2; i++) {
            var first = page.locator("img[alt^='候选图']").first();
            assertThat(first).isVisible();
            if (i == 0) {
                shot(page, "crowd");
            }
            page.waitForTimeout(READING_MILLIS);
            first.click();
            String chosen = first.getAttribute("src");
            page.waitForResponse(
                    "**/api/rating/votes",
                    () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("就选这张"))
                            .click());
            assertThat(first).not().hasAttribute("src", chosen); // the next pair is there
        }
    }

    private static String curate(Page page, String campaign) throws Exception {
        page.navigate(address("/campaigns/" + campaign));
        button(page, "整理投票").click();
        String id = reached(page, "curation");
        shot(page, "curation");
        return id;
    }

    private static String freeze(Page page) throws Exception {
        button(page, "冻结").click();
        String id = reached(page, "snapshots");
        shot(page, "snapshot");
        return id;
    }

    private static String train(Page page) throws Exception {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("用它训练"))
                .click();
        page.getByLabel("步数").fill("10");
        page.getByLabel("每步组数").fill("4");
        button(page, "开始").click();
        String id = reached(page, "runs");
        assertThat(page.getByText("已完成").first()).isVisible(visibleWithin(2 * HANG_MILLIS));
        shot(page, "run");
        return id;
    }

    private static String compare(Page page) throws Exception {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("和当前模型盲评对比"))
                .click();
        page.getByLabel("提示词，每行一个").fill("雪地里穿白色长袍的人");
        button(page, "创建").click();
        return reached(page, "comparisons");
    }

    private static String lineageOf(Page page) {
        page.navigate(address("/lineage"));
        page.locator("main a[href^='/lineage/']").first().click();
        return "lineage/" + reached(page, "lineage");
    }

    private static Path adapterOf(String run) throws IOException {
        try (var files = Files.walk(folder.resolve("runs").resolve(run))) {
            return files.filter(file -> file.endsWith("adapter.safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> everyPageIsUsable(Page page, List<String> paths) throws Exception {
        var faults = new ArrayList<String>();
        for (String path : paths) {
            visit(page, path);
            shot(page, path.replaceAll("/.*", path.endsWith("/new") ? "-new" : ""));
            faults.addAll(PageChecks.faults(page, path));
        }
        return faults;
    }

    /// The same pages with the other words; colours are those of before. Last, because the language is remembered.
    private List<String> everyPageIsUsableInEnglish(Page page, List<String> paths, String campaign) {
        var faults = new ArrayList<String>();
        page.evaluate(SPEAK_ENGLISH);
        for (String path : paths) {
            visit(page, path);
            assertThat(page.locator("html")).hasAttribute("lang", "en");
            faults.addAll(PageChecks.faultsOfWords(page, path + " in English"));
        }
        try (var stranger = context(1280, 900, "en-US")) {
            var door = watched(stranger.newPage());
            for (String path : List.of("login", "idp/invite?token=none")) { // these ask the browser for its language
                door.navigate(address("/" + path));
                assertThat(door.locator("html")).hasAttribute("lang", "en");
                faults.addAll(PageChecks.faultsOfWords(door, path + " in English"));
            }
            door.navigate(address("/"));
            door.evaluate(SPEAK_ENGLISH);
            for (String path : List.of("", "rate?c=" + campaign)) {
                door.navigate(address("/" + path));
                assertThat(door.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                        .isVisible();
                assertThat(door.locator("html")).hasAttribute("lang", "en");
                faults.addAll(PageChecks.faultsOfWords(door, "a stranger's /" + path + " in English"));
            }
        }
        return faults;
    }

    private static void visit(Page page, String path) {
        page.navigate(address("/" + path));
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        assertThat(page.locator("main [role=status][class*=waiting]")).hasCount(0); // what it asks for is there
    }

    /// What opens above a page, or below a button of it.
    private static List<String> dialogsAreUsable(Page page, String campaign) {
        var faults = new ArrayList<String>();
        page.navigate(address("/playground"));
        button(page, "更多参数").click();
        faults.addAll(PageChecks.faults(page, "all parameters"));
        page.navigate(address("/jobs"));
        button(page, "详情").first().click();
        assertThat(page.getByRole(AriaRole.TABLE)).isVisible();
        faults.addAll(PageChecks.faults(page, "a job's attempts"));
        page.navigate(address("/campaigns/" + campaign));
        button(page, "关闭活动").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        faults.addAll(PageChecks.faults(page, "closing a campaign"));
        page.navigate(address("/rating/" + campaign));
        for (var key : List.of("Shift+Slash", "Space", "KeyG", "KeyN", "KeyX")) {
            assertThat(candidates(page).first()).isVisible();
            page.keyboard().press(key);
            faults.addAll(PageChecks.faults(page, "rating after " + key));
            page.keyboard().press("Escape");
        }
        return faults;
    }

    /// The pages of strangers: welcome, sign-in, the crowd's.
    private List<String> doorsAreUsable(String campaign) {
        var faults = new ArrayList<String>();
        try (var stranger = context(1280, 900)) {
            var page = watched(stranger.newPage());
            page.navigate(address("/"));
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .isVisible();
            faults.addAll(PageChecks.faults(page, "welcome"));
            page.navigate(address("/login"));
            faults.addAll(PageChecks.faults(page, "sign-in"));
            page.navigate(address("/idp/invite?token=none"));
            faults.addAll(PageChecks.faults(page, "dead invitation"));
            page.navigate(address("/rate?c=" + campaign));
            assertThat(page.locator("img[alt^='候选图']").first()).isVisible();
            faults.addAll(PageChecks.faults(page, "crowd"));
            button(page, "跳过").click();
            faults.addAll(PageChecks.faults(page, "crowd skipping"));
        }
        return faults;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// The id in the address, once the page of one thing is there.
    private static String reached(Page page, String kind) {
        page.waitForURL(url -> url.matches(".*/" + kind + "/[0-9a-f-]{36}$"));
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    private static Locator candidates(Page page) {
        return page.locator("main img[alt^='候选图']");
    }

    private BrowserContext context(int width, int height) {
        return context(width, height, "zh-CN");
    }

    private BrowserContext context(int width, int height, String locale) {
        var context = chromium.somebody(
                new Browser.NewContextOptions().setViewportSize(width, height).setLocale(locale));
        context.setDefaultTimeout(HANG_MILLIS);
        return context;
    }

    private Page watched(Page page) {
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                refusedByPolicy.add(message.text());
            }
        });
        return page;
    }

    private static String address(String path) {
        return app.address().resolve(path).toString();
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions visibleWithin(double millis) {
        return new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions().setTimeout(millis);
    }

    private static com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions contains() {
        return new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(HANG_MILLIS);
    }

    static void shot(Page page, String name) throws Exception {
        Path pictures = Files.createDirectories(Repository.root().resolve("src/target/screenshots"));
        page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
    }
}
