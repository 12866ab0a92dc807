package art.pinhua.generation;

import art.pinhua.registry.LearnedWord;
import art.pinhua.training.contract.PromptWords;
import art.pinhua.training.text.WeightedText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A prompt in the writing of other tools, so that they read what was drawn here. They know no
/// full-width brackets; to ComfyUI square ones are text, and of nested numbers the inner one replaces
/// the outer. So each stretch of text has round brackets of its own with its whole weight, and the
/// brackets of the text itself are escaped.
final class ExportedPrompt {
    private static final int DECIMALS = 4;
    private static final String UNWEIGHTED = "1";

    /// To ComfyUI a backslash is text wherever it escapes no round bracket; AUTOMATIC1111 leaves it out.
    private static final Pattern SPECIAL_TO_COMFY = Pattern.compile("[()]");

    private static final Pattern SPECIAL_TO_A1111 = Pattern.compile("[()\\[\\]\\\\]");

    /// AUTOMATIC1111 acts on these words, wherever they stand, and takes such tags out.
    private static final Pattern ORDERS = Pattern.compile("(?U)\\b(?:BREAK|AND)\\b|<(?=\\w+:[^>]+>)");

    private static final String MARK = "embedding:";
    private static final Pattern SPACE = Pattern.compile("(?U)\\s");

    /// Where ComfyUI, of whatever age, ends the name behind a mark; it takes commas off.
    private static final Pattern END = Pattern.compile("(?:\\.(?:safetensors|pt|bin))?,*(?:[ \\n]|\\z)");

    private ExportedPrompt() {}

    /// As AUTOMATIC1111 reads it. What it would act on, and here is text, is written so that it stays
    /// text: CLIP tells neither small letters from capitals nor a space behind a sign from none.
    static String a1111(String prompt) {
        String written = written(prompt, text -> escaped(SPECIAL_TO_A1111, text));
        return ORDERS.matcher(written).replaceAll(order -> harmless(order.group()));
    }

    private static String harmless(String order) {
        return order.equals("<") ? "< " : order.toLowerCase(Locale.ROOT);
    }

    /// As ComfyUI reads it, with the marks of learned words.
    static String comfy(String prompt, List<LearnedWord> words) {
        return written(prompt, text -> {
            String escaped = escaped(SPECIAL_TO_COMFY, marked(text, words));
            return escaped.endsWith("\\") ? escaped + " " : escaped; // else it would escape the next bracket
        });
    }

    private static String written(String prompt, UnaryOperator<String> text) {
        var all = new StringBuilder();
        String before = "";
        for (WeightedText.Part part : WeightedText.parse(prompt).parts()) {
            String weight = rounded(part.weight());
            if (weight.equals(before)) {
                all.append(' '); // else the two are one stretch, whose words grow together
            }
            String inside = text.apply(part.text());
            all.append(weight.equals(UNWEIGHTED) ? inside : "(" + inside + ":" + weight + ")");
            before = weight;
        }
        return all.toString();
    }

    private static String rounded(double weight) {
        return BigDecimal.valueOf(weight)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String escaped(Pattern special, String text) {
        return special.matcher(text).replaceAll("\\\\$0");
    }

    /// ComfyUI knows learned words by a mark, which it finds at the beginning and behind a space. The
    /// name of a file follows, up to the next space. A mark that was written by hand is not written
    /// twice.
    private static String marked(String prompt, List<LearnedWord> words) {
        var text = new StringBuilder();
        int from = 0;
        for (PromptWords.Found found :
                PromptWords.find(prompt, words.stream().map(LearnedWord::word).toList())) {
            text.append(prompt, from, found.at());
            if (text.toString().endsWith(MARK)) {
                text.setLength(text.length() - MARK.length());
            }
            if (!text.isEmpty() && !isSpace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
            String name = SPACE.matcher(PictureTexts.file(found.word())).replaceAll("_");
            text.append(MARK).append(name);
            from = found.at() + found.word().length();
            if (!END.matcher(prompt).region(from, prompt.length()).lookingAt()) {
                text.append(' ');
            }
        }
        return text.append(prompt, from, prompt.length()).toString();
    }

    /// Earlier ComfyUI knew no others.
    private static boolean isSpace(char character) {
        return character == ' ' || character == '\n';
    }
}
