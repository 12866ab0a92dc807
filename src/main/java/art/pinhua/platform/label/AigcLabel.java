package art.pinhua.platform.label;

import art.pinhua.platform.InstallationSecrets;
import art.pinhua.platform.seal.Seal;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Says in every picture that leaves the product, once, that a model made it: the implicit label of China's measures
/// for labelling generated content (GB 45438-2025, annexes B and E) and IPTC's digital source type, both in XMP.
///
/// The picture's number is an HMAC of its content: it tells nothing of model, order or time, and is the same wherever
/// the same picture appears.
@Singleton
public class AigcLabel {
    static final String XMP = "XML:com.adobe.xmp";

    private static final String PACKET = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
            <rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" \
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">\
            <TC260:AIGC>%s</TC260:AIGC>\
            <Iptc4xmpExt:DigitalSourceType>\
            http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\
            </Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>""";

    private final Seal numbers;
    private final String producer;

    /// @param producer name or code of who runs the installation
    AigcLabel(
            InstallationSecrets secrets,
            @ConfigProperty(name = "pinhua.label.producer", defaultValue = "pinhua") String producer) {
        // printable ASCII without space, quotation mark and backslash, and nothing that XML would need escaped
        if (!producer.matches("[!#-%'-;=?-\\[\\]-~]{1,100}")) {
            throw new IllegalArgumentException("pinhua.label.producer must be 1 to 100 printable ASCII characters"
                    + " without spaces, quotation marks, backslashes, & and <>, was '" + producer + "'");
        }
        this.numbers = new Seal(secrets.secret("label-key"), "content number");
        this.producer = producer;
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
        all.put(XMP, packet(sha256));
        all.putAll(texts);
        return all;
    }

    private String packet(String sha256) {
        String number = numbers.of(sha256);
        return PACKET.formatted(
                ("{\"Label\":\"1\",\"ContentProducer\":\"%1$s\",\"ProduceID\":\"%2$s\",\"ReservedCode1\":\"\","
                                + "\"ContentPropagator\":\"%1$s\",\"PropagateID\":\"%2$s\",\"ReservedCode2\":\"\"}")
                        .formatted(producer, number)
                        .replace("\"", "&quot;"));
    }
}
