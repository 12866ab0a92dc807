package art.pinhua.training.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static Options options(String... arguments) {
        return Options.parse(arguments, "rounds", "docs", "guidance", "seed", "precision");
    }

    private static String refusal(Runnable reading) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, reading::run).getMessage());
    }

    @Test
    void valuesAreReadAndAbsentOnesHaveDefaults() {
        var options = options("--rounds", "3", "--guidance", "2.5");
        assertEquals(3, options.count("rounds", 9));
        assertEquals(2.5, options.number("guidance", 4));
        assertEquals(Optional.empty(), options.text("docs"));
        assertEquals(9, options().count("rounds", 9));
        assertEquals(List.of(1, 4, 16), options("--rounds", "4,16,1,4").counts("rounds", List.of(9)));
        assertEquals(List.of(9), options().counts("rounds", List.of(9)));
        assertEquals(-5_000_000_000L, options("--seed", "-5000000000").whole("seed", 1));
        assertEquals(1, options().whole("seed", 1));
        assertEquals(Optional.of("bf16"), options("--precision", "bf16").oneOf("precision", "bf16", "fp32"));
        assertEquals(Optional.empty(), options().oneOf("precision", "bf16", "fp32"));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertTrue(refusal(() -> options("--round", "3")).contains("--round "));
        assertTrue(refusal(() -> options("--rounds")).contains("--rounds"));
        assertTrue(refusal(() -> options("--rounds", "0").count("rounds", 9)).contains("--rounds"));
        assertTrue(refusal(() -> options("--rounds", "many").count("rounds", 9)).contains("many"));
        for (String list : new String[] {"", "1,", "1, 4", "0", "1;4"}) {
            assertEquals(
                    "--rounds must be whole numbers from 1 on, such as 1,16, was " + list,
                    refusal(() -> options("--rounds", list).counts("rounds", List.of(9))));
        }
        assertTrue(refusal(() -> options("--guidance", "much").number("guidance", 4))
                .contains("--guidance"));
        assertEquals(
                "--seed must be a whole number, was 1.5",
                refusal(() -> options("--seed", "1.5").whole("seed", 1)));
        assertEquals(
                "--precision must be bf16 or fp32, was fp8",
                refusal(() -> options("--precision", "fp8").oneOf("precision", "bf16", "fp32")));
    }
}
