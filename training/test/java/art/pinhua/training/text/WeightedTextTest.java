package art.pinhua.training.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a red robe              | a red robe=1.000",
                "a (red) robe            | a =1.000;red=1.100; robe=1.000",
                "a ((red)) robe          | a =1.000;red=1.210; robe=1.000",
                "a (red:1.4) robe        | a =1.000;red=1.400; robe=1.000",
                "a (red : 0.5 )          | a =1.000;red =0.500",
                "[red]                   | red=0.909",
                "(a [red] robe:2)        | a =2.000;red=1.818; robe=2.000",
                "(red:-1)                | red=-1.000",
                "(red:99)                | red=10.000",
                "(red:1.2000000000000002) | red=1.200",
                "(red:x) (b:)            | red:x=1.100; =1.000;b:=1.100",
                "\\(red\\) \\[x\\] a\\b  | (red) [x] a\\b=1.000",
                "a :( and :) b           | a :=1.000; and :=1.100; b=1.000",
                "a :( b                  | a :( b=1.000",
                "x) [y                   | x) [y=1.000",
                "(a [b) c                | a [b=1.100; c=1.000",
                "()                      | ~~",
                "红衣（白色）            | 红衣（白色）=1.000",
                "红衣（白色：1.3）       | 红衣=1.000;白色=1.300",
                "山水（画幅16：9）       | 山水（画幅16：9）=1.000",
                "（１６ : 9）            | （１６ : 9）=1.000",
                "（16：9的竹：1.2）      | 16：9的竹=1.200",
                "（民国1912：1.3）       | 民国1912=1.300",
                "(16:9)                  | 16=9.000"
            })
    void weightsAreReadAsPeopleWriteThem(String prompt, String parts) {
        assertEquals(
                parts,
                WeightedText.parse(prompt).parts().stream()
                        .map(part -> String.format(Locale.ROOT, "%s=%.3f", part.text(), part.weight()))
                        .collect(Collectors.joining(";")));
    }

    @Test
    void anyDepthIsRead() {
        String deep = "(".repeat(20_000) + "red" + ")".repeat(20_000);
        WeightedText text = WeightedText.parse(deep);
        assertEquals(10, text.parts().getFirst().weight());
        assertEquals(20_000 * 2 + 3 - 128, text.parts().getFirst().text().length());
    }
}
