package art.pinhua.training.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.PredictionKind;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Notes beside checkpoints are read in [SingleFileTest].
class PredictionNoteTest {
    @ParameterizedTest
    @CsvSource({
        "true, trailing, VELOCITY_ZERO_SNR, trailing",
        "true, trailing, VELOCITY, leading",
        "true, trailing, EPSILON, leading",
        "false, leading, VELOCITY_ZERO_SNR, trailing",
        "false, trailing, EPSILON, trailing",
        "false, linspace, EPSILON, linspace"
    })
    void stepsReachTheEndForPureNoiseAlone(boolean zeroSnr, String spacing, PredictionKind kind, String expected) {
        String said =
                "{\"prediction_type\":\"v_prediction\",\"rescale_betas_zero_snr\":%s,\"timestep_spacing\":\"%s\"}";
        JsonObject scheduler =
                JsonParser.parseString(said.formatted(zeroSnr, spacing)).getAsJsonObject();
        JsonObject told = PredictionNote.told(scheduler, kind);
        assertEquals(expected, told.get("timestep_spacing").getAsString());
        assertEquals(kind.type(), told.get("prediction_type").getAsString());
        assertEquals(kind.zeroSnr(), told.get("rescale_betas_zero_snr").getAsBoolean());
    }
}
