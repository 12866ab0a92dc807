package art.pinhua.training.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt with the weights people write into it, as most tools read them:
///
/// | written | weight |
/// |---|---|
/// | `(word)` | 1.1 |
/// | `(word:1.4)` | 1.4; with full-width brackets, `（word：1.4）`, only in this form |
/// | `[word]` | 1 / 1.1 |
/// | `((word))`, `(a [b]:2)` | the product of all around it |
/// | `\(word\)` | none: brackets of the text |
///
/// A bracket without its partner belongs to the text, and in full-width brackets a whole number behind
/// another one is a ratio: `（16：9）`.
///
/// @param parts in order, without the brackets; empty ones are left out
public record WeightedText(List<Part> parts) {
    /// @param weight of the words, -10 to 10; 1 changes nothing
    public record Part(String text, double weight) {}

    private static final double STEP = 1.1;
    private static final double LARGEST = 10;
    private static final String OPENING = "([（";
    private static final String CLOSING = ")]）";
    private static final Pattern NUMBER = Pattern.compile("[:：]\\s*+([+-]?[0-9]{0,4}(?:\\.[0-9]*+)?)\\s*+$");

    public WeightedText {
        parts = List.copyOf(parts);
    }

    /// Reads any text; nothing is an error.
    public static WeightedText parse(String prompt) {
        var reader = new Reader(prompt);
        reader.read(0, prompt.length(), 1);
        return new WeightedText(reader.parts);
    }

    /// Whether any word has a weight.
    public boolean weighted() {
        return parts.stream().anyMatch(part -> part.weight() != 1);
    }

    private static final class Reader {
        private final String prompt;
        private final Map<Integer, Integer> partners;
        private final List<Part> parts = new ArrayList<>();

        Reader(String prompt) {
            this.prompt = prompt;
            this.partners = partners(prompt);
        }

        /// The place of the closing bracket by that of its opening one.
        private static Map<Integer, Integer> partners(String prompt) {
            var partners = new HashMap<Integer, Integer>();
            Deque<Integer> open = new ArrayDeque<>();
            for (int at = 0; at < prompt.length(); at++) {
                char c = prompt.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (OPENING.indexOf(c) >= 0) {
                    open.push(at);
                } else if (CLOSING.indexOf(c) >= 0) {
                    char opening = OPENING.charAt(CLOSING.indexOf(c));
                    if (open.stream().anyMatch(place -> prompt.charAt(place) == opening)) {
                        while (prompt.charAt(open.peek()) != opening) {
                            open.pop(); // has no partner
                        }
                        partners.put(open.pop(), at);
                    }
                }
            }
            return partners;
        }

        /// Iterative over brackets side by side; nested ones recurse at most as deep as [#DEEPEST].
        void read(int from, int to, double weight) {
            read(from, to, weight, 0);
        }

        private static final int DEEPEST = 64;

        private void read(int from, int to, double weight, int depth) {
            var text = new StringBuilder();
            for (int at = from; at < to; at++) {
                char c = prompt.charAt(at);
                Integer partner = partners.get(at);
                if (c == '\\' && at + 1 < to && "()[]（）\\".indexOf(prompt.charAt(at + 1)) >= 0) {
                    at++;
                    text.append(prompt.charAt(at));
                } else if (partner == null || partner >= to || depth == DEEPEST) {
                    text.append(c);
                } else {
                    Matcher number = NUMBER.matcher(prompt.substring(at + 1, partner));
                    boolean numbered = c != '[' && number.find() && hasDigit(number.group(1));
                    if (c == '（' && (!numbered || isRatio(at + 1, at + 1 + number.start(), number.group(1)))) {
                        text.append(c);
                        continue; // an ordinary bracket: its partner comes later as a letter
                    }
                    add(text, weight);
                    double own = numbered ? Double.parseDouble(number.group(1)) : c == '[' ? 1 / STEP : STEP;
                    int end = numbered ? at + 1 + number.start() : partner;
                    read(at + 1, end, Math.clamp(weight * own, -LARGEST, LARGEST), depth + 1);
                    at = partner;
                }
            }
            add(text, weight);
        }

        /// Whether whole numbers stand on both sides of a colon.
        /// @param from where the text in brackets begins
        private boolean isRatio(int from, int colon, String behind) {
            if (behind.contains(".")) {
                return false;
            }
            String before = prompt.substring(from, colon).stripTrailing();
            return !before.isEmpty() && Character.isDigit(before.charAt(before.length() - 1));
        }

        private static boolean hasDigit(String number) {
            return number.chars().anyMatch(c -> c >= '0' && c <= '9');
        }

        private void add(StringBuilder text, double weight) {
            if (!text.isEmpty()) {
                parts.add(new Part(text.toString(), weight));
                text.setLength(0);
            }
        }
    }
}
