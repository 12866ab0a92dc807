package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRoutesTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = {"/playground", "/campaigns/0b7c/", "/rating/0b7c", "/studio", "/nowhere"})
    void aBrowserThatNavigatesGetsTheStudio(String path) {
        assertEquals(Optional.of("/"), PageRoutes.pageAt(path, BROWSER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rate", "/rate/"})
    void theCrowdGetsItsLightPageWhateverItAccepts(String path) {
        assertEquals(Optional.of("/rate/index.html"), PageRoutes.pageAt(path, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/rate/index.html", "/api/me", "/q/health", "/login", "/logout", "/idp/token", "/seal.svg"})
    void everythingElseIsLeftToItsOwner(String path) {
        assertEquals(Optional.empty(), PageRoutes.pageAt(path, BROWSER));
    }

    @Test
    void aRequestForDataIsNeverAnsweredWithAPage() {
        assertEquals(Optional.empty(), PageRoutes.pageAt("/campaigns", "application/json"));
    }
}
