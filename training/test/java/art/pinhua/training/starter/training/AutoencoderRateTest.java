package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AutoencoderRateTest {
    @Test
    void wholePicturesBeginAtARateOfTheirOwn() {
        var rate = AutoencoderTraining.rate(new AutoencoderTraining.Plan(3000, 1000, 64, 4, true, 100));
        assertEquals(1e-3, rate.at(99), 1e-9);
        assertEquals(2e-4, rate.at(999), 1e-9);
        assertTrue(rate.at(1000) < 2e-5, "warms up again");
        assertEquals(1e-3, rate.at(1100), 1e-9);
        assertEquals(5e-5, rate.at(2999), 1e-9);
    }

    @Test
    void oneThatGoesOnHasNoWindows() {
        var rate = AutoencoderTraining.rate(new AutoencoderTraining.Plan(1000, 0, 64, 4, true, 100));
        assertEquals(4e-4, rate.at(100), 1e-9);
        assertEquals(5e-5, rate.at(999), 1e-9);
    }
}
