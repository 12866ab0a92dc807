package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StarterExportTest {
    @Test
    void theScheduleIsWrittenAsPipelinesReadIt() {
        var written = ScheduleConfig.parse(StarterExport.SCHEDULE);
        assertEquals(
                ScheduleConfig.parseOfStableDiffusion(StarterExport.SCHEDULE).stepsOffset(), written.stepsOffset());
        assertEquals(Spacing.TRAILING, written.spacing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/starter-64", "models/starter-128"})
    void shippedModelsHaveThatSchedule(String model) throws IOException {
        var shipped = Files.readString(Path.of(model, "scheduler", "scheduler_config.json"));
        assertEquals(JsonParser.parseString(StarterExport.SCHEDULE), JsonParser.parseString(shipped));
    }
}
