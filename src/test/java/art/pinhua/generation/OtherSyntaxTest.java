package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "red robe <lora:ink wash:0.8>,  <lora:ink wash:0.8>",
        "<hypernet:x:1> robe,           <hypernet:x:1>",
        "red robe BREAK snow,           BREAK",
        "a cat AND a dog,               AND",
        "a [cat:dog:0.5] there,         [cat:dog:0.5]",
        "a [cat:0.5],                   [cat:0.5]",
        "a [cat::5],                    [cat::5]",
        "a [ink (wash:1.2): .25],       [ink (wash:1.2): .25]",
        "红衣[猫|狗],                     [猫|狗]",
        "a [cat|dog|fox] there,         [cat|dog|fox]",
        "a [[cat:dog:3]|fox],           [cat:dog:3]"
    })
    void isNamedAsItIsWritten(String prompt, String named) {
        assertEquals(List.of(named), OtherSyntax.in(prompt));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a (red:1.2) robe, [blurred], (([x]))",
                "ANDROID and SANDBREAKER, break and",
                "a <3 b> c: 5",
                "\\[cat:dog:0.5\\] \\[cat|dog\\]",
                "[cat: dog] cat|dog [unclosed|",
                ""
            })
    void weightsAndPlainTextAreNotNamed(String prompt) {
        assertEquals(List.of(), OtherSyntax.in(prompt));
    }

    @Test
    void eachIsNamedOnce() {
        assertEquals(
                List.of("BREAK", "<lora:a:1>", "AND"), OtherSyntax.in("x BREAK y BREAK <lora:a:1>", "BREAK z AND y"));
    }

    @Test
    void longPromptsAreReadToTheEnd() {
        String tags =
                IntStream.range(0, 200).mapToObj(each -> "[a|" + each + "]").collect(Collectors.joining(" "));
        assertEquals(20, OtherSyntax.in(tags).size());
        assertEquals(List.of("AND"), OtherSyntax.in("[|".repeat(1000) + " AND"));
        assertEquals(List.of("AND"), OtherSyntax.in("[" + "|".repeat(2000) + " AND"));
    }
}
