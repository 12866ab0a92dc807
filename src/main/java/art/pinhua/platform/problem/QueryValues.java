package art.pinhua.platform.problem;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Numbers, words of a list, yes and no in a query: one that is none is named, where the framework would say
/// "not found", or read it as no.
@Provider
public class QueryValues implements ParamConverterProvider {
    @Override
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type genericType, Annotation @Nullable [] annotations) {
        return queryParameter(annotations)
                .flatMap(name -> reader(type, name))
                .map(Converter<T>::new)
                .orElse(null);
    }

    private static Optional<String> queryParameter(Annotation @Nullable [] annotations) {
        return annotations == null
                ? Optional.empty()
                : Arrays.stream(annotations)
                        .filter(QueryParam.class::isInstance)
                        .map(annotation -> ((QueryParam) annotation).value())
                        .findFirst();
    }

    @SuppressWarnings("unchecked") // each reader is chosen by the type it reads
    private static <T> Optional<Function<String, T>> reader(Class<T> type, String name) {
        if (type == int.class || type == Integer.class) {
            return Optional.of(text -> (T) whole(name, text, Integer::valueOf));
        }
        if (type == long.class || type == Long.class) {
            return Optional.of(text -> (T) whole(name, text, Long::valueOf));
        }
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of(text -> (T) oneOf(name, text, Map.of("true", true, "false", false)));
        }
        return type.isEnum() ? Optional.of(text -> oneOf(name, text, words(type))) : Optional.empty();
    }

    private static <T> Map<String, T> words(Class<T> type) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(value -> ((Enum<?>) value).name(), value -> value));
    }

    private static Number whole(String name, String text, Function<String, Number> reader) {
        try {
            return reader.apply(text);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(name, "must be a whole number");
        }
    }

    private static <V> V oneOf(String name, String text, Map<String, V> words) {
        var value = words.get(text);
        if (value == null) {
            throw ProblemException.invalid(
                    name, "must be one of " + words.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return value;
    }

    private record Converter<T>(Function<String, T> reader) implements ParamConverter<T> {
        @Override
        public T fromString(String text) {
            return reader.apply(text);
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}
