package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.noise.ScheduleConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingGuessTest {
    private static final String NOISE =
            ",\"beta_start\":0.00085,\"beta_end\":0.012,\"beta_schedule\":\"scaled_linear\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PNDM                   | ``      | 512 | 20 | 7.5 | 0   | DPMPP_2M",
                "PNDM                   | ``      |  64 | 20 | 3   | 0   | DPMPP_2M",
                "DDIM                   | V       | 768 | 20 | 7.5 | 0   | DPMPP_2M",
                "DDIM                   | V Z T   | 512 | 20 | 7.5 | 0.7 | DPMPP_2M",
                "DPMSolverMultistep     | V Z T K | 512 | 20 | 7.5 | 0.7 | DPMPP_2M",
                "DPMSolverMultistep     | K       | 512 | 20 | 7.5 | 0   | DPMPP_2M_KARRAS",
                "DDIM                   | T       | 512 | 20 | 7.5 | 0   | DPMPP_2M",
                "LCM                    | ``      | 512 |  6 | 1.5 | 0   | LCM",
                "EulerDiscrete          | ``      | 512 | 20 | 7.5 | 0   | DPMPP_2M",
                "EulerDiscrete          | T       | 512 |  4 | 1   | 0   | EULER",
                "EulerAncestralDiscrete | T       | 512 |  4 | 1   | 0   | EULER_ANCESTRAL",
            })
    void theSchedulerTellsHowItIsMeant(
            String sampler, String marks, int side, int steps, double guidance, double rescale, SamplerKind usual) {
        assertEquals(
                new SamplingSettings(steps, guidance, rescale, usual, 0, ""),
                SamplingGuess.of(schedule(sampler, marks), side, false));
    }

    @Test
    void theXlFamilyIsGuidedLess() {
        assertEquals(
                5, SamplingGuess.of(schedule("EulerDiscrete", ""), 1024, true).guidance());
    }

    /// Of what shipped models draw, nothing changes.
    @ParameterizedTest
    @ValueSource(strings = {"models/starter-64", "models/starter-128"})
    void theShippedModelsKeepWhatTheyWereMeasuredWith(String folder) throws IOException {
        Path model = Path.of(folder);
        PipelineFiles files = PipelineFiles.open(model);
        assertEquals(
                new SamplingSettings(20, 3, 0, SamplerKind.DPMPP_2M, 0, ""),
                SamplingGuess.of(BaseModel.schedule(files), PartSizes.of(files, model)));
    }

    /// @param marks V for velocity, Z for zero signal at the end, T for trailing spacing, K for Karras
    private static ScheduleConfig schedule(String sampler, String marks) {
        var json = new StringBuilder("{\"_class_name\":\"" + sampler + "Scheduler\"");
        for (String mark : marks.split(" ")) {
            json.append(
                    switch (mark) {
                        case "V" -> ",\"prediction_type\":\"v_prediction\"";
                        case "Z" -> ",\"rescale_betas_zero_snr\":true";
                        case "T" -> ",\"timestep_spacing\":\"trailing\"";
                        case "K" -> ",\"use_karras_sigmas\":true";
                        default -> "";
                    });
        }
        return ScheduleConfig.parse(json.append(NOISE).toString());
    }
}
