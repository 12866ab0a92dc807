package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import org.junit.jupiter.api.Test;

class StarterExportTest {
    @Test
    void theScheduleIsWrittenAsPipelinesReadIt() {
        var written = ScheduleConfig.parse(StarterExport.SCHEDULE);
        assertEquals(
                ScheduleConfig.parseOfStableDiffusion(StarterExport.SCHEDULE).stepsOffset(), written.stepsOffset());
        assertEquals(Spacing.TRAILING, written.spacing());
    }
}
