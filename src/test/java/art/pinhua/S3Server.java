package art.pinhua;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// S3Proxy as a process of its own: a server that speaks S3 and checks signatures, with its objects in memory.
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "access-key-of-the-tests";
    public static final String SECRET_KEY = "secret-key-of-the-tests";

    private final Process process;
    private final URI address;

    private S3Server(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// @param folder for its settings and its log
    public static S3Server start(Path folder) throws IOException, InterruptedException {
        var jar = jar();
        int port = freePort();
        var address = URI.create("http://127.0.0.1:" + port);
        var settings = Files.write(
                folder.resolve("s3proxy.conf"),
                List.of(
                        "s3proxy.endpoint=" + address,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY,
                        "s3proxy.credential=" + SECRET_KEY,
                        "jclouds.provider=transient-nio2",
                        // of the store behind it, which has none
                        "jclouds.identity=nobody",
                        "jclouds.credential=nothing"));
        var log = folder.resolve("s3proxy.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-jar",
                        jar.toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var server = new S3Server(process, address);
        long end = System.nanoTime() + 60_000_000_000L;
        while (!server.answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                server.close();
                throw new IOException("S3Proxy does not start: " + Files.readString(log));
            }
            Thread.sleep(100);
        }
        return server;
    }

    /// The build puts it there.
    private static Path jar() throws IOException {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            for (var place : List.of("target/tools/s3proxy.jar", "src/target/tools/s3proxy.jar")) {
                if (Files.exists(folder.resolve(place))) {
                    return folder.resolve(place);
                }
            }
        }
        throw new IOException("target/tools/s3proxy.jar is missing: run mvn process-test-resources");
    }

    public URI address() {
        return address;
    }

    public void makeBucket(String name) {
        try (var client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .endpointOverride(address)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build()) {
            client.createBucket(request -> request.bucket(name));
        }
    }

    /// What the product needs to be told, as environment variables.
    public Map<String, String> environment(String bucket) {
        return Map.of(
                "PINHUA_BLOBS_STORE", "s3",
                "PINHUA_BLOBS_ENDPOINT", address.toString(),
                "PINHUA_BLOBS_BUCKET", bucket,
                "PINHUA_BLOBS_ACCESS_KEY", ACCESS_KEY,
                "PINHUA_BLOBS_SECRET_KEY", SECRET_KEY);
    }

    private boolean answers() throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            return connection.getResponseCode() > 0;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
