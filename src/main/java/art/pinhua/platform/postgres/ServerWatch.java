package art.pinhua.platform.postgres;

import java.io.IOException;
import java.time.Duration;

/// Starts a server again that died beside its application. Requests meet its absence with 503 meanwhile.
final class ServerWatch {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// The server as the watch sees it.
    interface Watched {
        boolean alive() throws IOException;

        void revive() throws IOException;

        /// Called on every round while it is alive.
        void tend() throws IOException;
    }

    private final Watched server;
    private final Thread thread;
    private volatile boolean resting;

    ServerWatch(Watched server) {
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().name("postgres-watch").unstarted(this::keepWatch);
    }

    void start() {
        thread.start();
    }

    /// The server will be stopped on purpose. Returns once no revival is under way.
    void rest() {
        resting = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepWatch() {
        while (!resting) {
            try {
                Thread.sleep(PERIOD);
                look();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) { // a full disk, a lock file of a zombie: the next round tries again
                System.err.println("pinhua: PostgreSQL does not come back yet: " + e.getMessage());
            }
        }
    }

    private void look() throws IOException {
        if (server.alive()) {
            server.tend();
        } else if (!resting) {
            System.err.println("pinhua: PostgreSQL has died and is started again");
            server.revive();
            System.err.println("pinhua: PostgreSQL is back");
        }
    }
}
