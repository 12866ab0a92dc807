package art.pinhua.platform.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealTest {
    private final Seal seal = new Seal("secret", "purpose");

    @Test
    void aSealFitsItsTextSecretAndPurposeOnly() {
        String of = seal.of("text");
        assertTrue(seal.fits("text", of));
        assertEquals(22, of.length());
        assertFalse(seal.fits("texT", of));
        assertFalse(new Seal("secret", "other purpose").fits("text", of));
        assertFalse(new Seal("other secret", "purpose").fits("text", of));
        assertFalse(seal.fits("text", ""));
    }

    @Test
    void everyFlippedBitOfAWrappedWordIsNoticed() {
        byte[] content = {1, 2, 3};
        String word = seal.wrap(content);
        assertArrayEquals(content, seal.unwrap(word).orElseThrow());
        byte[] bytes = Base64.getUrlDecoder().decode(word);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var tampered = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertEquals(Optional.empty(), seal.unwrap(tampered), "bit " + bit);
        }
        assertEquals(Optional.empty(), seal.unwrap(""));
        assertEquals(Optional.empty(), seal.unwrap("not base64 !"));
    }
}
