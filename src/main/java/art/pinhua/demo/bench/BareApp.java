package art.pinhua.demo.bench;

import art.pinhua.demo.AppProcess;
import art.pinhua.demo.Readiness;
import art.pinhua.training.measure.ProcessMemory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The smallest Quarkus application that answers a request, built on the spot with the product's Quarkus: what a start
/// costs before there is any product.
final class BareApp {
    private static final Pattern QUARKUS = Pattern.compile("<quarkus.version>([^<]+)</quarkus.version>");
    private static final Pattern COMPILER = Pattern.compile("<compiler-plugin.version>([^<]+)<");

    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>bare</groupId>
              <artifactId>bare</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>25</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencyManagement>
                <dependencies>
                  <dependency>
                    <groupId>io.quarkus.platform</groupId>
                    <artifactId>quarkus-bom</artifactId>
                    <version>%1$s</version>
                    <type>pom</type>
                    <scope>import</scope>
                  </dependency>
                </dependencies>
              </dependencyManagement>
              <dependencies>
                <dependency>
                  <groupId>io.quarkus</groupId>
                  <artifactId>quarkus-rest</artifactId>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>%2$s</version>
                  </plugin>
                  <plugin>
                    <groupId>io.quarkus.platform</groupId>
                    <artifactId>quarkus-maven-plugin</artifactId>
                    <version>%1$s</version>
                    <executions>
                      <execution>
                        <goals>
                          <goal>build</goal>
                        </goals>
                      </execution>
                    </executions>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    private static final String RESOURCE = """
            package bare;

            import jakarta.ws.rs.GET;
            import jakarta.ws.rs.Path;

            @Path("/ready")
            public class Ready {
                @GET
                public String ready() {
                    return "yes";
                }
            }
            """;

    private final Path folder;

    private BareApp(Path folder) {
        this.folder = folder;
    }

    /// @param repository whose `pom.xml` names the version of Quarkus
    /// @param folder     made here
    static BareApp build(Path repository, Path folder) throws IOException, InterruptedException {
        String pom = Files.readString(repository.resolve("pom.xml"));
        Path source = Files.createDirectories(folder.resolve("src/main/java/bare"));
        Files.writeString(source.resolve("Ready.java"), RESOURCE);
        Files.writeString(folder.resolve("pom.xml"), POM.formatted(version(QUARKUS, pom), version(COMPILER, pom)));
        Path log = folder.resolve("build.log");
        var build = new ProcessBuilder("mvn", "-q", "-B", "package", "-Dmaven.test.skip=true")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        build.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (build.start().waitFor() != 0) {
            throw new IOException("the bare application was not built:\n" + Files.readString(log));
        }
        return new BareApp(folder);
    }

    private static String version(Pattern pattern, String pom) {
        var found = pattern.matcher(pom);
        if (!found.find()) {
            throw new IllegalStateException("pom.xml has no " + pattern);
        }
        return found.group(1);
    }

    /// Starts it, waits for its first answer and ends it.
    StartBench.Launch launch() throws IOException, InterruptedException {
        long began = System.nanoTime();
        var process = start();
        try {
            return StartBench.Launch.since(began, process.toHandle());
        } finally {
            end(process);
        }
    }

    ProcessMemory memoryWhenReady() throws IOException, InterruptedException {
        var process = start();
        try {
            return ProcessMemory.of(process.pid());
        } finally {
            end(process);
        }
    }

    private Process start() throws IOException, InterruptedException {
        int port = AppProcess.freePort();
        Path log = folder.resolve("app.log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        folder.resolve("target/quarkus-app/quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_")); // as bare as its sources
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var process = builder.start();
        Readiness.await(process, URI.create("http://localhost:" + port + "/ready"), log);
        return process;
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
