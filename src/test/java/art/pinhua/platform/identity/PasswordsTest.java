package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords(RandomGenerator.of("L64X128MixRandom"));

    @Test
    void onlyTheSamePasswordMatches() {
        var hash = passwords.hash("夜空下穿红色长袍的人");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertTrue(passwords.matches("夜空下穿红色长袍的人", hash));
        assertFalse(passwords.matches("夜空下穿红色长袍的", hash));
        assertNotEquals(hash, passwords.hash("夜空下穿红色长袍的人"), "each hash has its own salt");
    }

    /// Made by the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`, as in
    /// its README.
    @Test
    void hashesOfTheReferenceImplementationAreRead() {
        assertTrue(passwords.matches(
                "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    }

    @Test
    void nobodyMatchesWithoutAPassword() {
        assertFalse(passwords.matches("", null));
        assertThrows(IllegalStateException.class, () -> passwords.matches("x", "plain text"));
    }
}
