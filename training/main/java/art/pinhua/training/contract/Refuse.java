package art.pinhua.training.contract;

import java.util.regex.Pattern;

/// Refusals of the contract's record constructors: field, rule and value in one sentence.
final class Refuse {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Refuse() {}

    static void unless(boolean holds, String field, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + " must be " + rule + ", was " + value);
        }
    }

    static void blank(String field, String text) {
        unless(!text.isBlank(), field, "given", "blank");
    }

    static void notSha256(String field, String text) {
        unless(SHA256.matcher(text).matches(), field, "64 hexadecimal digits", "'" + text + "'");
    }
}
