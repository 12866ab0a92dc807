package art.pinhua.platform.problem;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whole numbers in a query: one that is none is named, where the framework would say "not found".
@Provider
public class WholeNumbers implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type genericType, Annotation @Nullable [] annotations) {
        var name = queryParameter(annotations);
        var whole = type == int.class || type == Integer.class;
        return whole && name.isPresent() ? (ParamConverter<T>) new Converter(name.get()) : null;
    }

    private static Optional<String> queryParameter(Annotation @Nullable [] annotations) {
        return annotations == null
                ? Optional.empty()
                : Arrays.stream(annotations)
                        .filter(QueryParam.class::isInstance)
                        .map(annotation -> ((QueryParam) annotation).value())
                        .findFirst();
    }

    private record Converter(String name) implements ParamConverter<Integer> {
        @Override
        public Integer fromString(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw ProblemException.invalid(name, "must be a whole number");
            }
        }

        @Override
        public String toString(Integer number) {
            return number.toString();
        }
    }
}
