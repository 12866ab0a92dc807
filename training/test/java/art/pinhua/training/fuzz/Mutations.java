package art.pinhua.training.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Changes inputs by a seeded hand: bytes that turn, stretches that go or come twice, values that
/// become others.
final class Mutations {
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST_STRETCH = 24;

    /// What stands for a value in JSON, and any number beside it.
    private static final Pattern VALUE = Pattern.compile("\"[^\"\\\\]{0,200}\"|-?[0-9]+(?:\\.[0-9]+)?|true|false|null");

    private static final List<String> OTHERS = List.of(
            "null",
            "true",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[[1]]",
            "-1",
            "0",
            "3",
            "0.5",
            "1e9",
            "1e999",
            "65536",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999",
            "\"../up\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"名\"",
            "9".repeat(500),
            "\"" + "x".repeat(5_000) + "\"",
            "[".repeat(300));

    private final List<ReaderKind.Input> inputs;
    private final SplittableRandom random;

    /// @param inputs to begin with, at least one
    Mutations(List<ReaderKind.Input> inputs, long seed) {
        this.inputs = inputs;
        this.random = new SplittableRandom(seed);
    }

    /// One of the inputs with one to three changes.
    byte[] next() {
        byte[] bytes = any();
        for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size())).bytes().clone();
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(1, LONGEST_STRETCH));
        return switch (random.nextInt(6)) {
            case 0 -> turned(bytes, at);
            case 1 -> with(bytes, at, end, new byte[0]);
            case 2 -> with(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 3 -> with(bytes, at, at, stretch(any()));
            default -> withOtherValue(bytes);
        };
    }

    private byte[] turned(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    private byte[] stretch(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        return Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(1, LONGEST_STRETCH)));
    }

    private byte[] withOtherValue(byte[] bytes) {
        // a byte is a character here, so that places are the same
        List<MatchResult> values = VALUE.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                .results()
                .toList();
        byte[] other = OTHERS.get(random.nextInt(OTHERS.size())).getBytes(StandardCharsets.UTF_8);
        if (values.isEmpty()) {
            return with(bytes, 0, 0, other);
        }
        MatchResult value = values.get(random.nextInt(values.size()));
        return with(bytes, value.start(), value.end(), other);
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] between) {
        byte[] all = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
        System.arraycopy(between, 0, all, from, between.length);
        System.arraycopy(bytes, to, all, from + between.length, bytes.length - to);
        return all;
    }
}
