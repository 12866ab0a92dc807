package art.pinhua.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits until a process answers at an address.
public final class Readiness {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int BETWEEN_MILLIS = 20;
    private static final int LAST_LINES = 30;

    private Readiness() {}

    /// @param log what the process prints, for the message when it ends or takes too long
    public static void await(Process process, URI address, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("the process ended with " + process.exitValue() + ":\n" + tail(log));
            }
            if (answers(address)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        }
        throw new IOException("no answer at " + address + " in " + PATIENCE.toSeconds() + " s:\n" + tail(log));
    }

    private static boolean answers(URI address) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(2000);
        connection.setReadTimeout(5000);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    /// The last lines of a log.
    static String tail(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
