package art.pinhua.platform.identity;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/// The texts of the sign-in pages (`idp/words_*.properties`). Chinese, unless the browser prefers English.
record Words(Properties texts) {
    private static final Words CHINESE = read("zh");
    private static final Words ENGLISH = read("en");

    static Words of(List<Locale> preferred) {
        for (var locale : preferred) {
            switch (locale.getLanguage()) {
                case "zh":
                    return CHINESE;
                case "en":
                    return ENGLISH;
                default:
            }
        }
        return CHINESE;
    }

    static List<Words> all() {
        return List.of(CHINESE, ENGLISH);
    }

    String text(String key, Object... values) {
        var pattern = Objects.requireNonNull(texts.getProperty(key), key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, Locale.ROOT).format(values);
    }

    private static Words read(String language) {
        var name = "/idp/words_" + language + ".properties";
        try (var stream = Objects.requireNonNull(Words.class.getResourceAsStream(name), name)) {
            var texts = new Properties();
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return new Words(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
