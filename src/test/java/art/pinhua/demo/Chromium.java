package art.pinhua.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The Chromium of this system, without a window.
public final class Chromium implements AutoCloseable {
    /// What is awaited may take so long: guards against waiting for ever, says nothing about speed.
    public static final double HANG_MILLIS = 180_000;

    private static final List<String> FLAGS = List.of(
            "--no-sandbox", // root and containers; ordinary desktops do not need it
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static Chromium launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(HANG_MILLIS);
        var program = program();
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(program)
                                    .setHeadless(true)
                                    .setArgs(FLAGS)
                                    .setTimeout(HANG_MILLIS)));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /// Somebody new: no cookie, nothing remembered.
    public BrowserContext somebody() {
        return somebody(new Browser.NewContextOptions());
    }

    public BrowserContext somebody(Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.setDefaultTimeout(HANG_MILLIS);
        return context;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Path program() {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(path -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                        .map(program -> Path.of(path, program)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no Chromium on PATH: install one (Debian: apt-get install chromium)"));
    }
}
