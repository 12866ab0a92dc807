package art.pinhua.training.contract;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Records to JSON and back, by their components, with nothing guessed: a missing, unknown or ill-typed field is
/// refused
/// by name. Component types: `String`, `int`, `long`, `double`, `boolean`, enums, records, `List`, `Map` with
/// string keys (written sorted), sealed interfaces of records. A component marked `@Nullable` may be absent.
/// A record of a sealed interface carries a first field `type`: its simple name in kebab case (`InspectAdapter` is
/// `inspect-adapter`). Same values, same text: component order, no spaces, `Double.toString`.
final class StrictJson {
    private static final TypeAdapter<JsonElement> ELEMENTS = new Gson().getAdapter(JsonElement.class);

    private StrictJson() {}

    static String write(Object record) {
        return element(record, "").toString();
    }

    static <T> T read(String text, Class<T> type) {
        return type.cast(value(parse(text), type, ""));
    }

    /// Parses JSON as RFC 8259 has it: one value, quoted names, nothing after it.
    static JsonElement parse(String text) {
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = ELEMENTS.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new WireException("", "text after the JSON value");
            }
            return element;
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new WireException("", "not valid JSON: " + e.getMessage());
        }
    }

    static boolean isJson(String text) {
        try {
            return !parse(text).isJsonNull();
        } catch (WireException e) {
            return false;
        }
    }

    // ---- writing

    private static JsonElement element(Object value, String path) {
        return switch (value) {
            case String text -> new JsonPrimitive(text);
            case Boolean flag -> new JsonPrimitive(flag);
            case Double number
            when !Double.isFinite(number) -> throw new WireException(path, "cannot write the number " + number);
            case Number number -> new JsonPrimitive(number);
            case Enum<?> constant -> new JsonPrimitive(spelling(constant));
            case List<?> list -> array(list, path);
            case Map<?, ?> map -> object(map, path);
            case Record record -> object(record, path);
            default -> throw new IllegalStateException("no JSON form for " + value.getClass());
        };
    }

    private static JsonArray array(List<?> list, String path) {
        var array = new JsonArray();
        for (int i = 0; i < list.size(); i++) {
            array.add(element(list.get(i), path + "[" + i + "]"));
        }
        return array;
    }

    private static JsonObject object(Map<?, ?> map, String path) {
        var object = new JsonObject();
        new TreeMap<>(map).forEach((key, value) -> object.add((String) key, element(value, join(path, (String) key))));
        return object;
    }

    private static JsonObject object(Record record, String path) {
        var object = new JsonObject();
        if (isVariant(record.getClass())) {
            object.addProperty("type", typeName(record.getClass()));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(record, component);
            if (value != null) {
                object.add(component.getName(), element(value, join(path, component.getName())));
            }
        }
        return object;
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    // ---- reading

    private static Object value(JsonElement element, Class<?> type, String path) {
        if (type == String.class) {
            return primitive(element, path, "a text", element.isJsonPrimitive() && isString(element))
                    .getAsString();
        }
        if (type == boolean.class || type == Boolean.class) {
            boolean fits =
                    element.isJsonPrimitive() && element.getAsJsonPrimitive().isBoolean();
            return primitive(element, path, "true or false", fits).getAsBoolean();
        }
        if (type == double.class || type == Double.class) {
            double number = number(element, path, "a number").doubleValue();
            if (!Double.isFinite(number)) {
                throw new WireException(path, "the number is out of range");
            }
            return number;
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return wholeNumber(element, type, path);
        }
        if (type.isEnum()) {
            return constant(element, type, path);
        }
        if (type.isSealed()) {
            return record(element, variant(element, type, path), path);
        }
        if (type.isRecord()) {
            return record(element, type, path);
        }
        throw new IllegalStateException("no JSON form for " + type);
    }

    private static Object value(JsonElement element, AnnotatedType annotated, String path) {
        if (annotated instanceof AnnotatedParameterizedType generic
                && annotated.getType() instanceof ParameterizedType raw) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            return raw.getRawType() == List.class
                    ? list(element, arguments[0], path)
                    : map(element, arguments[1], path);
        }
        return value(element, (Class<?>) annotated.getType(), path);
    }

    private static List<Object> list(JsonElement element, AnnotatedType item, String path) {
        if (!element.isJsonArray()) {
            throw new WireException(path, "must be a list, was " + describe(element));
        }
        var list = new ArrayList<Object>();
        for (JsonElement one : element.getAsJsonArray()) {
            list.add(value(one, item, path + "[" + list.size() + "]"));
        }
        return List.copyOf(list);
    }

    private static Map<String, Object> map(JsonElement element, AnnotatedType item, String path) {
        var map = new TreeMap<String, Object>();
        fields(element, path).forEach((key, value) -> map.put(key, value(value, item, join(path, key))));
        return Collections.unmodifiableMap(map);
    }

    private static Object record(JsonElement element, Class<?> type, String path) {
        Map<String, JsonElement> fields = fields(element, path);
        Set<String> unknown = new LinkedHashSet<>(fields.keySet());
        if (isVariant(type)) {
            unknown.remove("type");
        }
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = field(fields, components[i], join(path, components[i].getName()));
            unknown.remove(components[i].getName());
        }
        if (!unknown.isEmpty()) {
            throw new WireException(join(path, unknown.iterator().next()), "is not a known field");
        }
        return construct(type, types, values, path);
    }

    private static @Nullable Object field(Map<String, JsonElement> fields, RecordComponent component, String path) {
        JsonElement element = fields.getOrDefault(component.getName(), JsonNull.INSTANCE);
        if (!element.isJsonNull()) {
            return value(element, component.getAnnotatedType(), path);
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        throw new WireException(path, "is missing");
    }

    private static Object construct(Class<?> type, Class<?>[] types, @Nullable Object[] values, String path) {
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw new WireException(path, String.valueOf(refusal.getMessage()));
            }
            throw new IllegalStateException("cannot make " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private static Class<?> variant(JsonElement element, Class<?> family, String path) {
        JsonElement type = fields(element, path).getOrDefault("type", JsonNull.INSTANCE);
        if (type.isJsonNull()) {
            throw new WireException(join(path, "type"), "is missing");
        }
        String name = (String) value(type, String.class, join(path, "type"));
        for (Class<?> variant : family.getPermittedSubclasses()) {
            if (typeName(variant).equals(name)) {
                return variant;
            }
        }
        throw new WireException(join(path, "type"), "unknown type '" + name + "'");
    }

    private static Map<String, JsonElement> fields(JsonElement element, String path) {
        if (!element.isJsonObject()) {
            throw new WireException(path, "must be an object, was " + describe(element));
        }
        return new LinkedHashMap<>(element.getAsJsonObject().asMap());
    }

    private static Object wholeNumber(JsonElement element, Class<?> type, String path) {
        BigDecimal number = number(element, path, "a whole number");
        try {
            return type == int.class || type == Integer.class
                    ? (Object) number.intValueExact()
                    : number.longValueExact();
        } catch (ArithmeticException e) {
            throw new WireException(path, "must be a whole number in range, was " + element);
        }
    }

    private static BigDecimal number(JsonElement element, String path, String expected) {
        boolean fits = element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
        try {
            return primitive(element, path, expected, fits).getAsBigDecimal();
        } catch (NumberFormatException e) {
            throw new WireException(path, "must be " + expected + ", was " + element);
        }
    }

    private static Object constant(JsonElement element, Class<?> type, String path) {
        String name = (String) value(element, String.class, path);
        var spellings = new ArrayList<String>();
        for (Object constant : type.getEnumConstants()) {
            spellings.add(spelling((Enum<?>) constant));
            if (spellings.getLast().equals(name)) {
                return constant;
            }
        }
        throw new WireException(path, "must be one of " + spellings + ", was '" + name + "'");
    }

    private static JsonPrimitive primitive(JsonElement element, String path, String expected, boolean fits) {
        if (!fits) {
            throw new WireException(path, "must be " + expected + ", was " + describe(element));
        }
        return element.getAsJsonPrimitive();
    }

    // ---- names

    private static boolean isString(JsonElement element) {
        return element.getAsJsonPrimitive().isString();
    }

    private static boolean isVariant(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private static String typeName(Class<?> variant) {
        return variant.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String spelling(Enum<?> constant) {
        try {
            SerializedName name =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(SerializedName.class);
            return name == null ? constant.name() : name.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("enum constant without a field: " + constant, e);
        }
    }

    private static String describe(JsonElement element) {
        String text = element.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
