package art.pinhua.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WaryDriverTest {
    private static final Duration SLOW = Duration.ofMillis(50);
    private static final String URL = "jdbc:postgresql://nowhere/pinhua";

    private enum Server {
        ANSWERS,
        REFUSES,
        SWALLOWS
    }

    private volatile Server server = Server.ANSWERS;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile String limit = "";
    private WaryDriver driver = driver(SLOW);

    private WaryDriver driver(Duration slow) {
        return new WaryDriver(
                (Driver) Proxy.newProxyInstance(
                        Driver.class.getClassLoader(),
                        new Class<?>[] {Driver.class},
                        (proxy, method, arguments) -> attempt((Properties) arguments[1])),
                slow);
    }

    private @Nullable Object attempt(Properties properties) throws Exception {
        limit = properties.getProperty("loginTimeout", "none");
        attempts.incrementAndGet();
        if (server == Server.SWALLOWS) {
            TimeUnit.NANOSECONDS.sleep(SLOW.toNanos()); // its time limit
        }
        if (server != Server.ANSWERS) {
            throw new SQLException(server.name(), "08001");
        }
        return null; // a connection, as far as this is concerned
    }

    @Test
    @Timeout(60)
    void aServerThatSwallowsIsWaitedForOnceUntilAProbeIsAnswered() throws Exception {
        server = Server.SWALLOWS;
        assertEquals("SWALLOWS", refusal());
        for (int i = 0; i < 100; i++) {
            assertTrue(refusal().contains("swallowed the last attempt"));
        }
        assertTrue(attempts.get() < 50, () -> attempts + " attempts for 101 who asked");

        server = Server.ANSWERS;
        while (true) { // nothing but the probe lets anybody in again
            try {
                assertNull(driver.connect(URL, new Properties()));
                return;
            } catch (SQLException probeUnderWay) {
                assertTrue(String.valueOf(probeUnderWay.getMessage()).contains("swallowed"), probeUnderWay::toString);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aServerThatRefusesAtOnceIsAskedEachTime() {
        driver = driver(Duration.ofMinutes(1)); // a pause of the machine is no wait for the server
        server = Server.REFUSES;
        for (int i = 0; i < 5; i++) {
            assertEquals("REFUSES", refusal());
        }
        assertEquals(5, attempts.get());
    }

    @Test
    void theTimeLimitOfThePoolReachesTheDriver() throws Exception {
        driver.connect(URL, new Properties());
        assertEquals(Integer.toString(java.sql.DriverManager.getLoginTimeout()), limit);
        var own = new Properties();
        own.setProperty("loginTimeout", "7");
        driver.connect(URL, own);
        assertEquals("7", limit);
    }

    private String refusal() {
        return String.valueOf(assertThrows(SQLException.class, () -> driver.connect(URL, new Properties()))
                .getMessage());
    }
}
