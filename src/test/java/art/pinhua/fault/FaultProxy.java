package art.pinhua.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Stands between the product and its database and misbehaves when told to.
final class FaultProxy implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("//127\\.0\\.0\\.1:(\\d+)/");
    private static final int BUFFER = 1 << 14;

    /// What it does with bytes and connections.
    enum Mode {
        PASS,
        /// Bytes go on after a while.
        DELAY,
        /// Bytes vanish and connections hang: no answer, no end, no reset.
        BLACK_HOLE,
        /// Connections are reset.
        RESET
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;

    FaultProxy(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// For the server of a JDBC address.
    static FaultProxy before(String url) throws IOException {
        var address = ADDRESS.matcher(url);
        if (!address.find()) {
            throw new IllegalArgumentException("no local address in " + url);
        }
        return new FaultProxy(Integer.parseInt(address.group(1)));
    }

    UnaryOperator<String> route() {
        return url -> ADDRESS.matcher(url).replaceFirst("//127.0.0.1:" + door.getLocalPort() + "/");
    }

    void pass() {
        mode = Mode.PASS;
    }

    /// @param delay added to every piece, in each direction
    void delay(Duration delay) {
        this.delay = delay;
        mode = Mode.DELAY;
    }

    void blackHole() {
        mode = Mode.BLACK_HOLE;
    }

    /// Resets what is open and whatever comes.
    void reset() {
        mode = Mode.RESET;
        open.forEach(FaultProxy::cut);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        if (mode == Mode.RESET) {
            cut(client);
            return;
        }
        open.add(client);
        try (client;
                var server = new Socket()) {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            var back = Thread.ofVirtual().start(() -> carry(server, client));
            carry(client, server);
            back.join();
            open.remove(server);
        } catch (IOException | InterruptedException e) {
            // either end has gone: so has the other
        } finally {
            open.remove(client);
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            carry(in, out);
        } catch (IOException | UncheckedIOException e) {
            // told to the other end below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
    }

    private void carry(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] bytes = new byte[BUFFER];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            if (mode == Mode.DELAY) {
                Thread.sleep(delay);
            }
            while (mode == Mode.BLACK_HOLE) {
                Thread.sleep(50); // what was on its way then arrives late, as in life
            }
            out.write(bytes, 0, read);
            out.flush();
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    @Override
    public void close() throws IOException {
        mode = Mode.RESET;
        door.close();
        open.forEach(FaultProxy::cut);
    }
}
