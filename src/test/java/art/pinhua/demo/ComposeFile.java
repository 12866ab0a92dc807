package art.pinhua.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/// `docker-compose.yml` as Compose reads it: anchors merged, variables put in.
record ComposeFile(Map<String, Map<String, ?>> services) {
    /// `${NAME:-default}` and `${NAME:?what is missing}`.
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):([-?])([^}]*)}");

    static ComposeFile read(Path repository) throws IOException {
        Map<String, Map<String, Map<String, ?>>> file =
                new Yaml().load(Files.readString(repository.resolve("docker-compose.yml")));
        return new ComposeFile(Objects.requireNonNull(file.get("services")));
    }

    /// @param variables of the shell that calls Compose
    Map<String, String> environment(String service, Map<String, String> variables) {
        var environment = new TreeMap<String, String>();
        Map<?, ?> written = (Map<?, ?>) Objects.requireNonNull(service(service).get("environment"));
        written.forEach((name, value) -> environment.put(String.valueOf(name), filled(value, variables)));
        return environment;
    }

    List<?> command(String service) {
        return (List<?>) Objects.requireNonNull(service(service).get("command"));
    }

    Map<String, ?> service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }

    private static String filled(Object value, Map<String, String> variables) {
        return VARIABLE.matcher(String.valueOf(value)).replaceAll(found -> {
            var given = variables.get(found.group(1));
            if (given == null && found.group(2).equals("?")) {
                throw new IllegalArgumentException(found.group(3));
            }
            return Matcher.quoteReplacement(given == null ? found.group(3) : given);
        });
    }
}
