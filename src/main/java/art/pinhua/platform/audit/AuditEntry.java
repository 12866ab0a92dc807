package art.pinhua.platform.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/// One act: who did what, on what, when, in which request.
///
/// @param seq       1, 2, 3, … without gaps
/// @param atMicros  microseconds since 1970
/// @param actor     the id of a person, or [AuditLog#SYSTEM]
/// @param details   JSON
/// @param requestId empty outside requests
/// @param previous  hash of the entry before; 64 zeros before the first
/// @param hash      of everything else
record AuditEntry(
        long seq,
        long atMicros,
        String actor,
        String action,
        String subject,
        String details,
        String requestId,
        String previous,
        String hash) {
    static final String BEGINNING = "0".repeat(64);

    /// The entry with the hash that its content asks for.
    AuditEntry sealed() {
        return new AuditEntry(seq, atMicros, actor, action, subject, details, requestId, previous, hashOfContent());
    }

    /// SHA-256 over the previous hash and every field; each text is led by its length, so that no two contents share
    /// their bytes.
    String hashOfContent() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(seq);
            out.writeLong(atMicros);
            for (var text : List.of(previous, actor, action, subject, details, requestId)) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return DigestUtils.sha256Hex(bytes.toByteArray());
    }
}
