package art.pinhua.training.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The part of a page that a measurement writes, between the marks `<!-- NAME -->` and `<!-- end of NAME -->`, each on
/// a line of its own. Writing it again replaces it; the rest of the page belongs to its authors.
public final class MeasuredPart {
    private MeasuredPart() {}

    /// @param markdown ends with a line break
    /// @throws IllegalArgumentException when the page lacks the marks; it is left as it is
    public static void write(Path page, String name, String markdown) throws IOException {
        var text = Files.readString(page);
        var place = place(page, text, name);
        Files.writeString(page, text.substring(0, place.from()) + markdown + text.substring(place.to()));
    }

    /// Whether the page could be written, asked before what takes long.
    /// @throws IllegalArgumentException when the page lacks the marks
    public static void require(Path page, String name) throws IOException {
        place(page, Files.readString(page), name);
    }

    /// @param from after the opening mark
    /// @param to   before the closing mark
    private record Place(int from, int to) {}

    private static Place place(Path page, String text, String name) {
        var opening = "<!-- " + name + " -->\n";
        var closing = "<!-- end of " + name + " -->";
        int from = text.indexOf(opening);
        int to = text.indexOf(closing);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    page + " lacks the marks around what is measured: " + opening.strip() + " and " + closing);
        }
        return new Place(from + opening.length(), to);
    }
}
