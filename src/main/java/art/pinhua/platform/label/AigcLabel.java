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
/// the same picture appears.
@Singleton
public class AigcLabel {
    private final Seal numbers;
    private final AigcPacket packet;

    /// @param producer name or code of who runs the installation
    AigcLabel(
            InstallationSecrets secrets,
            @ConfigProperty(name = "pinhua.label.producer", defaultValue = "pinhua") String producer) {
        this.packet = new AigcPacket(producer);
        this.numbers = new Seal(secrets.secret("label-key"), "content number");
    }

    /// The picture with its label and nothing else to read.
    /// @param sha256 of the stored picture
    public byte[] on(byte[] png, String sha256) {
        return on(png, sha256, new LinkedHashMap<>());
    }

    /// The picture with its label and further texts.
    public byte[] on(byte[] png, String sha256, SequencedMap<String, String> texts) {
        return PngTexts.with(png, labelled(sha256, texts));
    }

    /// The same as a WebP file, without loss.
    public byte[] onWebp(BufferedImage picture, String sha256, SequencedMap<String, String> texts) {
        return WebpFile.of(picture, labelled(sha256, texts));
    }

    private SequencedMap<String, String> labelled(String sha256, SequencedMap<String, String> texts) {
        var all = new LinkedHashMap<String, String>();
        all.put(AigcPacket.KEYWORD, packet.of(numbers.of(sha256)));
        all.putAll(texts);
        return all;
    }
}
