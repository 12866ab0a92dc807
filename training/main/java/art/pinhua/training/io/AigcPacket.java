package art.pinhua.training.io;

/// Says that a model made a picture: the implicit label of China's measures for labelling generated content
/// (GB 45438-2025, annexes B and E) and IPTC's digital source type, both in one packet of XMP.
/// @param producer name or code of who runs the model, as `pinhua.label.producer` sets it
public record AigcPacket(String producer) {
    /// Under which a PNG has its packet of XMP.
    public static final String KEYWORD = "XML:com.adobe.xmp";

    private static final String PACKET = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
            <rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" \
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">\
            <TC260:AIGC>%s</TC260:AIGC>\
            <Iptc4xmpExt:DigitalSourceType>\
            http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\
            </Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>""";

    public AigcPacket {
        // printable ASCII without space, quotation mark and backslash, and nothing that XML would need escaped
        if (!producer.matches("[!#-%'-;=?-\\[\\]-~]{1,100}")) {
            throw new IllegalArgumentException("pinhua.label.producer must be 1 to 100 printable ASCII characters"
                    + " without spaces, quotation marks, backslashes, & and <>, was '" + producer + "'");
        }
    }

    /// @param number of the picture, the same wherever the same picture appears
    public String of(String number) {
        return PACKET.formatted(
                ("{\"Label\":\"1\",\"ContentProducer\":\"%1$s\",\"ProduceID\":\"%2$s\",\"ReservedCode1\":\"\","
                                + "\"ContentPropagator\":\"%1$s\",\"PropagateID\":\"%2$s\",\"ReservedCode2\":\"\"}")
                        .formatted(producer, number)
                        .replace("\"", "&quot;"));
    }
}
