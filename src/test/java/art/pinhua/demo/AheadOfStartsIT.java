package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cache that shortens starts is made by the packaged application, used by it, and never a reason
/// not to start. Tests run in the order of their names, and this one has the first of its package:
/// those that follow start with the cache, as people do, and save more time than making it takes.
class AheadOfStartsIT {
    private static final Map<String, String> BRIEF = Map.of("PINHUA_ENGINE_WARM", "false");

    @TempDir
    Path folder;

    @Test
    void startsTakeTheirClassesFromItAndDoWithout() throws Exception {
        var root = Repository.root();
        var cache = StartCache.of(AppProcess.JAR);
        if (!AppProcess.hasStartCache(root)) {
            StartCacheMain.make(root, root.resolve(cache));
        }
        assertTrue(AppProcess.hasStartCache(root));
        try (var left = Files.list(root.resolve(cache).resolveSibling("."))) {
            assertEquals(
                    List.of(),
                    left.map(Path::toString)
                            .filter(name -> name.contains(".aot."))
                            .toList(),
                    "drafts are gone");
        }
        var data = ServerPrograms.sharedBy(folder.resolve("data"));
        try (var app = AppProcess.start(root, data, List.of(), BRIEF)) {
            assertTrue(maps(app).contains(String.valueOf(cache.getFileName())), "the cache is mapped into memory");
            assertFalse(Files.readString(app.log()).contains("[aot"), "nothing is said about it");
        }
        var spoilt = Files.writeString(folder.resolve("spoilt.aot"), "no cache at all");
        try (var app = AppProcess.start(root, data, List.of("-XX:AOTCache=" + spoilt), BRIEF)) {
            assertFalse(maps(app).contains("spoilt.aot"), "it started without");
        }
    }

    private static String maps(AppProcess app) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(app.handle().pid()), "maps"));
    }
}
