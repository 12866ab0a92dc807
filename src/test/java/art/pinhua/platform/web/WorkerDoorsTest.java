package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerDoorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void aWorkerTellsHowItIs(String path) {
        assertTrue(WorkerDoors.opens(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/me", "/q", "/q/", "/q/openapi", "/q/healthy", "/q/metrics/x", "/idp/authorize"})
    void andNothingElse(String path) {
        assertFalse(WorkerDoors.opens(path));
    }
}
