package art.pinhua.platform.seal;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs and checks with HMAC-SHA256, each purpose under a key of its own.
public final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    /// Half a digest: 128 bits cannot be guessed, and tokens stay short.
    private static final int MAC_BYTES = 16;

    private final SecretKeySpec key;

    /// @param secret  the installation's secret
    /// @param purpose separates tokens of one kind from all others
    public Seal(String secret, String purpose) {
        key = new SecretKeySpec(mac(new SecretKeySpec(utf8(secret), ALGORITHM), utf8(purpose)), ALGORITHM);
    }

    /// What belongs to a text, in URL-safe characters.
    public String of(String text) {
        return encode(Arrays.copyOf(mac(key, utf8(text)), MAC_BYTES));
    }

    public boolean fits(String text, String seal) {
        return MessageDigest.isEqual(utf8(of(text)), utf8(seal));
    }

    /// Bytes with their seal, as one opaque word.
    public String wrap(byte[] content) {
        byte[] token = Arrays.copyOf(content, content.length + MAC_BYTES);
        System.arraycopy(mac(key, content), 0, token, content.length, MAC_BYTES);
        return encode(token);
    }

    /// The bytes of a word made by [#wrap], if nobody tampered with it.
    public Optional<byte[]> unwrap(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < MAC_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] seal = Arrays.copyOfRange(bytes, content.length, bytes.length);
        return MessageDigest.isEqual(seal, Arrays.copyOf(mac(key, content), MAC_BYTES))
                ? Optional.of(content)
                : Optional.empty();
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
