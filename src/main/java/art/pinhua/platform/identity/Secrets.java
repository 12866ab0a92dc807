package art.pinhua.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.apache.commons.codec.digest.DigestUtils;

/// Tokens that open something, and the hashes that are kept of them.
final class Secrets {
    private static final int TOKEN_BYTES = 32;

    private Secrets() {}

    static String token(RandomGenerator random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return base64Url(bytes);
    }

    /// A token is random and long: a plain digest of it cannot be turned back.
    static String hash(String token) {
        return DigestUtils.sha256Hex(token);
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Comparison in constant time.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
