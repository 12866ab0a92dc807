package art.pinhua.platform.identity;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/// Argon2id hashes of passwords (19 MiB, two passes, one lane), written in the usual form
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
@Singleton
class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([\\w+/]+)\\$([\\w+/]+)");
    /// Each computation holds its memory; a flood of sign-ins waits instead of filling the heap.
    private static final int AT_ONCE = 2;

    private final RandomGenerator random;
    final Semaphore memory = new Semaphore(AT_ONCE, true);
    /// Random bytes, never computed: a start need not wait for it.
    private final String nobodys;

    Passwords(RandomGenerator random) {
        this.random = random;
        this.nobodys = written(bytes(SALT_BYTES), bytes(HASH_BYTES));
    }

    String hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        return written(salt, argon2id(password, salt, MEMORY_KIB, PASSES, 1, HASH_BYTES));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String written(byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    /// Takes as long for somebody without a password as for anybody else.
    boolean matches(String password, @Nullable String kept) {
        var parts = FORM.matcher(kept == null ? nobodys : kept);
        if (!parts.matches()) {
            throw new IllegalStateException("a kept password hash has an unknown form");
        }
        var base64 = Base64.getDecoder();
        byte[] expected = base64.decode(parts.group(5));
        byte[] found = argon2id(
                password,
                base64.decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, found) && kept != null;
    }

    private byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        byte[] hash = new byte[length];
        memory.acquireUninterruptibly();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            memory.release();
        }
        return hash;
    }
}
