package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// `docs/settings.md` lists every setting that the code reads, with the default that it has there, and no other.
class SettingsPageTest {
    private static final Path PAGE = Path.of("../docs/settings.md");
    private static final Path OPERATIONS = Path.of("../docs/operations.md");
    private static final Path README = Path.of("../README.md");
    private static final Path SCRIPT = Path.of("../pinhua");
    private static final Path SOURCES = Path.of("main/java");
    private static final Path PROPERTIES = Path.of("main/resources/application.properties");
    private static final String UNSET = "unset";
    /// Has no settings, and libtorch is not here.
    private static final String ENGINE = "art.pinhua.training";
    private static final Pattern ASKED = Pattern.compile("get(?:Optional)?Value\\(\\s*\"(pinhua\\.[a-z.-]+)\"");
    private static final Pattern ENVIRONMENT = Pattern.compile("getenv\\(\"(PINHUA_\\w+)\"\\)|\\b(PINHUA_[A-Z_]+)\\b");
    private static final Pattern FRAMEWORK = Pattern.compile("\\bQUARKUS_[A-Z_]+");

    private static final List<Class<?>> TYPES = types();

    private record Row(String setting, String environment, String standard, String unit, String meaning) {
        static List<Row> on(Path page) throws IOException {
            return Files.readAllLines(page).stream()
                    .filter(line -> line.startsWith("| `pinhua.") || line.startsWith("| `quarkus."))
                    .map(line -> Arrays.stream(line.split("\\|"))
                            .map(cell -> cell.strip().replace("`", ""))
                            .toList())
                    .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)))
                    .toList();
        }
    }

    @Test
    void thePageListsEverySettingWithItsDefault() throws IOException {
        var written = new TreeMap<String, String>();
        for (var row : Row.on(PAGE)) {
            if (row.setting().startsWith("pinhua.")) {
                written.put(row.setting(), row.standard());
            }
        }
        assertEquals(lines(settings()), lines(written));
        assertTrue(written.size() > 30, () -> "looked at only " + written.keySet());
    }

    /// The framework knows the names of mappings alone below their prefixes: given by `-D` or in a file, any
    /// other ends the start.
    @Test
    void whatIsInjectedStandsBelowNoMapping() {
        var mapped = new TreeMap<String, String>();
        var injected = new TreeMap<String, String>();
        TYPES.forEach(type -> {
            collectMapped(type, mapped);
            collectInjected(type, injected);
        });
        var groups = new TreeSet<String>();
        mapped.keySet().forEach(name -> groups.add(group(name)));
        assertTrue(groups.contains("pinhua.limits") && injected.size() > 5, injected::toString);
        for (var name : injected.keySet()) {
            assertFalse(groups.contains(group(name)) && !mapped.containsKey(name), name);
        }
    }

    private static String group(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    @Test
    void frameworkSettingsAreWhatThePageSays() throws IOException {
        var properties = properties();
        var rows = Row.on(PAGE).stream()
                .filter(row -> row.setting().startsWith("quarkus."))
                .toList();
        for (var row : rows) {
            assertEquals(properties.getOrDefault(row.setting(), UNSET), row.standard(), row.setting());
        }
        assertTrue(rows.size() > 10, () -> "looked at only " + rows);
    }

    @Test
    void everyRowIsWhole() throws IOException {
        var rows = Row.on(PAGE);
        for (var row : rows) {
            var environment = row.setting().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
            assertEquals(environment, row.environment());
            assertFalse(row.unit().isBlank(), row.setting());
            assertTrue(row.meaning().length() > 8, row.setting());
        }
        var pages = rows.stream().map(Row::setting).toList();
        assertEquals(pages.stream().distinct().toList(), pages, "a setting stands once");
        var product = pages.stream().filter(name -> name.startsWith("pinhua.")).toList();
        assertEquals(product.stream().sorted(Comparator.naturalOrder()).toList(), product);
    }

    @Test
    void variablesOfTheScriptAreOnThePage() throws IOException {
        var page = Files.readString(PAGE);
        var read = new TreeSet<String>();
        var matcher = ENVIRONMENT.matcher(Files.readString(SCRIPT) + String.join("\n", sources()));
        while (matcher.find()) {
            read.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        assertTrue(read.containsAll(List.of("PINHUA_DATA", "PINHUA_PORT", "PINHUA_NO_USERNS")), read::toString);
        for (var name : read) {
            assertTrue(page.contains("`" + name + "`"), name + " is not on the page");
        }
    }

    @Test
    void whatOtherPagesSetIsOnThePage() throws IOException {
        var page = Files.readString(PAGE);
        var named = new TreeSet<String>();
        var matcher = FRAMEWORK.matcher(Files.readString(OPERATIONS) + Files.readString(README));
        while (matcher.find()) {
            named.add(matcher.group());
        }
        assertTrue(named.containsAll(List.of("QUARKUS_HTTP_PORT", "QUARKUS_FLYWAY_USERNAME")), named::toString);
        for (var name : named) {
            assertTrue(page.contains("`" + name + "`"), name + " is not on the page");
        }
    }

    /// Name and default of whatever the code reads: mappings, injected properties, lookups before the start, and what
    /// the properties file sets.
    private static Map<String, String> settings() throws IOException {
        var found = new TreeMap<String, String>();
        TYPES.forEach(type -> {
            collectMapped(type, found);
            collectInjected(type, found);
        });
        for (var source : sources()) {
            var matcher = ASKED.matcher(source);
            while (matcher.find()) {
                found.putIfAbsent(matcher.group(1), UNSET);
            }
        }
        properties().forEach((name, value) -> {
            if (name.startsWith("pinhua.")) {
                found.put(name, value);
            }
        });
        return found;
    }

    private static List<Class<?>> types() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPackages("art.pinhua");
        return classes.stream()
                .filter(type -> !type.getPackageName().startsWith(ENGINE))
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    }

    private static void collectMapped(Class<?> type, Map<String, String> found) {
        var mapping = type.getAnnotation(ConfigMapping.class);
        if (mapping != null) {
            for (var method : type.getDeclaredMethods()) {
                var standard = method.getAnnotation(WithDefault.class);
                found.put(
                        mapping.prefix() + "." + kebab(method.getName()), standard == null ? UNSET : standard.value());
            }
        }
    }

    private static void collectInjected(Class<?> type, Map<String, String> found) {
        for (var constructor : type.getDeclaredConstructors()) {
            for (var annotations : constructor.getParameterAnnotations()) {
                for (var annotation : annotations) {
                    if (annotation instanceof ConfigProperty property
                            && property.name().startsWith("pinhua.")) {
                        var unset = property.defaultValue().equals(ConfigProperty.UNCONFIGURED_VALUE);
                        found.put(property.name(), unset ? UNSET : property.defaultValue());
                    }
                }
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> properties() throws IOException {
        var properties = new Properties();
        try (var text = Files.newBufferedReader(PROPERTIES)) {
            properties.load(text);
        }
        var map = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static List<String> sources() throws IOException {
        var texts = new ArrayList<String>();
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                try {
                    texts.add(Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return texts;
    }

    private static String lines(Map<String, String> settings) {
        var text = new StringBuilder();
        settings.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
