package art.pinhua.platform.label;

import art.pinhua.platform.InstallationSecrets;
import art.pinhua.platform.seal.Seal;
import art.pinhua.training.io.AigcPacket;
import art.pinhua.training.io.PngTexts;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Says in every picture that leaves the product, once, that a model made it: see [AigcPacket].
///
/// The picture's number is an HMAC of its content: it tells nothing of model, order or time, and is the same wherever
/// the same picture appears; but as raters are shown it, blind, it has another one, so that the two cannot be matched.
@Singleton
public class AigcLabel {
    private final Seal numbers;
    private final Seal blindNumbers;
    private final AigcPacket packet;

    /// @param producer name or code of who runs the installation
    AigcLabel(
            InstallationSecrets secrets,
            @ConfigProperty(name = "pinhua.label.producer", defaultValue = "pinhua") String producer) {
        this.packet = new AigcPacket(producer);
        String key = secrets.secret("label-key");
        this.numbers = new Seal(key, "content number");
        this.blindNumbers = new Seal(key, "blind content number");
    }

    /// The picture with its label and nothing else to read.
    /// @param sha256 of the stored picture
    public byte[] on(byte[] png, String sha256) {
        return on(png, sha256, new LinkedHashMap<>());
    }

    /// The picture with its label and further texts.
    public byte[] on(byte[] png, String sha256, SequencedMap<String, String> texts) {
        return PngTexts.with(png, labelled(numbers.of(sha256), texts));
    }

    /// The picture as raters are shown it: nothing to read but a label that no other copy bears.
    public byte[] onBlind(byte[] png, String sha256) {
        return PngTexts.with(png, labelled(blindNumbers.of(sha256), new LinkedHashMap<>()));
    }

    /// The same as a WebP file, without loss.
    public byte[] onWebp(BufferedImage picture, String sha256, SequencedMap<String, String> texts) {
        return WebpFile.of(picture, labelled(numbers.of(sha256), texts));
    }

    private SequencedMap<String, String> labelled(String number, SequencedMap<String, String> texts) {
        var all = new LinkedHashMap<String, String>();
        all.put(AigcPacket.KEYWORD, packet.of(number));
        all.putAll(texts);
        return all;
    }
}
