package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.text.WeightedText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedPromptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a red robe        ; a red robe            ; a red robe",
                "a (red) robe      ; a (red:1.1) robe      ; a (red:1.1) robe",
                "a ((red:1.2)) hat ; a (red:1.32) hat      ; a (red:1.32) hat",
                "(a [b] c:2)       ; (a :2)(b:1.8182)( c:2); (a :2)(b:1.8182)( c:2)",
                "(red:-1)          ; (red:-1)              ; (red:-1)",
                "(red:99)          ; (red:10)              ; (red:10)",
                "(red:1)(dish:1)   ; red dish              ; red dish",
                "(a:1.2)(b:1.2)    ; (a:1.2) (b:1.2)       ; (a:1.2) (b:1.2)",
                "（a：1.2）（b）    ; (a:1.2)（b）           ; (a:1.2)（b）",
                "a :( b            ; a :\\( b              ; a :\\( b",
                "a ] b             ; a \\] b               ; a ] b",
                "\\(x\\) \\[y\\]   ; \\(x\\) \\[y\\]       ; \\(x\\) [y]",
                "(x\\(y\\):1.2)    ; (x\\(y\\):1.2)        ; (x\\(y\\):1.2)",
                "a\\b              ; a\\\\b                ; a\\b",
                "a\\\\(b)          ; a\\\\(b:1.1)          ; a\\ (b:1.1)",
                "[cat:dog:0.5]     ; (cat:dog:0.5:0.9091)  ; (cat:dog:0.5:0.9091)",
                "[cat|dog]         ; (cat|dog:0.9091)      ; (cat|dog:0.9091)"
            })
    void othersReadTheWeightsOfHere(String prompt, String a1111, String comfy) {
        assertEquals(a1111, ExportedPrompt.a1111(prompt));
        assertEquals(comfy, ExportedPrompt.comfy(prompt, List.of()));
    }

    @Test
    void nothingIsWrittenOfNothing() {
        assertEquals("", ExportedPrompt.a1111(""));
        assertEquals("", ExportedPrompt.comfy("()", List.of()));
    }

    /// Brackets and escapes mean the same in A1111 and here.
    @ParameterizedTest
    @ValueSource(strings = {"(a [b] c:2)", "（a：1.2）（b）[c]", "\\(x\\) [y \\] z]", "a :( b (c:0)", "a\\\\(b) \\c"})
    void whatIsWrittenSaysWhatWasRead(String prompt) {
        List<WeightedText.Part> read = WeightedText.parse(prompt).parts();
        List<WeightedText.Part> again =
                WeightedText.parse(ExportedPrompt.a1111(prompt)).parts();
        assertEquals(
                read.stream().map(WeightedText.Part::text).toList(),
                again.stream().map(WeightedText.Part::text).toList());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(read.get(i).weight(), again.get(i).weight(), 1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a BREAK b,           a break b",
        "a AND b ANDROID,     a and b ANDROID",
        "(AND:1.2),           (and:1.2)",
        "x <lora:ink:0.8> y,  x < lora:ink:0.8> y",
        "<3 and a:b>,         <3 and a:b>"
    })
    void whatWasDrawnAsTextStaysText(String prompt, String a1111) {
        assertEquals(a1111, ExportedPrompt.a1111(prompt));
        assertEquals(prompt, ExportedPrompt.comfy(prompt, List.of()));
    }
}
