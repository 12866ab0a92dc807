package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/errors.md` lists every code that the product can answer with, and no other.
class ErrorPageTest {
    private static final Path PAGE = Path.of("../docs/errors.md");

    @Test
    void thePageListsEveryCode() throws IOException {
        var listed = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertEquals(String.join("\n", ErrorPage.rows()), String.join("\n", listed));
    }

    @Test
    void aCodeIsTheNameOfOneProblem() {
        var names = ErrorPage.all().stream().map(code -> code.name()).toList();
        assertEquals(List.copyOf(ErrorPage.codes()).size(), names.size(), names::toString);
        assertTrue(names.containsAll(List.of("INVALID_INPUT", "ALREADY_VOTED", "BLOB_MISSING", "NO_GROUNDS")));
        assertTrue(names.size() > 40, () -> "looked at only " + names.size());
    }
}
