package art.pinhua.training.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `--name value` pairs of a command line.
public final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /// @throws IllegalArgumentException naming what is unknown, and what would be known
    public static Options parse(String[] arguments, String... known) {
        var names = List.of(known);
        var values = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!names.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("%s does not fit. Options: --%s, each followed by its value"
                        .formatted(arguments[i], String.join(", --", names)));
            }
            values.put(name, arguments[i + 1]);
        }
        return new Options(values);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /// @throws IllegalArgumentException naming the option when its value is no whole number from 1 on
    public int count(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("--" + name + " must be a whole number from 1 on, was " + value);
        }
        return Integer.parseInt(value);
    }

    /// @return whole numbers that commas part, from small to large, each once
    /// @throws IllegalArgumentException naming the option when its value is not made of whole numbers
    /// from 1 on
    public List<Integer> counts(String name, List<Integer> otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,8}(,[1-9]\\d{0,8})*")) {
            throw new IllegalArgumentException(
                    "--" + name + " must be whole numbers from 1 on, such as 1,16, was " + value);
        }
        return Arrays.stream(value.split(",", -1))
                .map(Integer::valueOf)
                .sorted()
                .distinct()
                .toList();
    }

    /// @return any whole number, also a negative one
    /// @throws IllegalArgumentException naming the option when its value is none
    public long whole(String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a whole number, was " + value, e);
        }
    }

    /// @throws IllegalArgumentException naming the option when its value is none of the words
    public Optional<String> oneOf(String name, String... words) {
        var value = text(name);
        if (value.isPresent() && !List.of(words).contains(value.get())) {
            throw new IllegalArgumentException(
                    "--%s must be %s, was %s".formatted(name, String.join(" or ", words), value.get()));
        }
        return value;
    }

    /// @throws IllegalArgumentException naming the option when its value is no number
    public double number(String name, double otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a number, was " + value, e);
        }
    }
}
