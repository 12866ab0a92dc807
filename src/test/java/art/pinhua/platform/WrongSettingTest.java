package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.contract.ComputeDevice;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A setting that cannot be read ends the start before there is a log; the operator hears of it all the same.
class WrongSettingTest {
    @ConfigMapping(prefix = "painting")
    interface Settings {
        @WithDefault("cpu")
        ComputeDevice device();

        @WithDefault("1")
        int threads();
    }

    private static Optional<String> told(String name, String value) {
        var builder =
                new SmallRyeConfigBuilder().withMapping(Settings.class).withDefaultValue("painting." + name, value);
        var failure = assertThrows(ConfigValidationException.class, builder::build);
        return StartFailure.tell(new IllegalStateException("while it started", failure));
    }

    @Test
    void itIsNamedWithItsValue() {
        assertEquals(
                Optional.of("the setting painting.device cannot be 'gpu'; docs/settings.md says what it can be"),
                told("device", "gpu"));
        assertEquals(
                Optional.of("the setting painting.threads cannot be 'two'; docs/settings.md says what it can be"),
                told("threads", "two"));
    }
}
