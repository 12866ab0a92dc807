package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaughtTokensTest {
    @Test
    void wordsOfCaptionsAreTaughtAndOthersAreNot() {
        for (Curriculum curriculum : List.of(new PaintingCurriculum(128), new SmallCurriculum(64))) {
            var taught = TaughtTokens.of(curriculum);
            var tokenizer = Tokenizer.parse(
                    curriculum.tokenizer(), TokenizerBuilder.configuration(curriculum.positions(), taught));
            Gallery heldOut = curriculum.heldOut(3);
            for (int i = 0; i < 3_000; i++) {
                String caption = heldOut.caption(i, i);
                assertEquals(List.of(), tokenizer.unknownWords(caption), caption);
            }
            assertEquals(List.of("斑", "钢琴"), tokenizer.unknownWords("红色，斑，钢琴"));
            assertEquals(List.of("zebra"), tokenizer.unknownWords("Zebra, red"));
        }
    }

    @Test
    void theShippedModelSaysWhatItWasTaught() throws IOException {
        var art =
                Map.of("models/starter-128", new PaintingCurriculum(128), "models/starter-64", new SmallCurriculum(64));
        for (var each : art.entrySet()) {
            var tokenizer = Tokenizer.read(Path.of(each.getKey(), "tokenizer"));
            Gallery heldOut = each.getValue().heldOut(4);
            for (int i = 0; i < 1_000; i++) {
                assertEquals(List.of(), tokenizer.unknownWords(heldOut.caption(i, i)), each.getKey());
            }
            assertEquals(List.of("猫"), tokenizer.unknownWords("竹林里穿红色长袍的人，猫"), each.getKey());
        }
    }
}
