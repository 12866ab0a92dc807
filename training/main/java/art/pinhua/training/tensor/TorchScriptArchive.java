package art.pinhua.training.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packs TorchScript source as the archive that `torch::jit::load` reads: five stored zip entries and no weights.
/// So the engine runs fused native operators, with gradients, without Python and without native code of our own.
final class TorchScriptArchive {
    /// Operator schema version. Older ones select older schemas; `gelu`, for one, has no `approximate` in
    /// version 3.
    private static final String VERSION = "10\n";

    private static final String CLASS = "Kernel";

    // opcodes of pickle protocol 2
    private static final int PROTO = 0x80;
    private static final int NEWOBJ = 0x81;
    private static final int NEWTRUE = 0x88;

    private TorchScriptArchive() {}

    /// @param methods TorchScript methods, `def name(self, ...)`, starting at column 0
    /// @return the bytes of the archive
    static byte[] of(String methods) {
        String source = """
                class %s(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """.formatted(CLASS) + methods.indent(2);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            put(zip, "archive/data.pkl", moduleWithoutWeights());
            put(zip, "archive/code/__torch__.py", source.getBytes(UTF_8));
            put(zip, "archive/constants.pkl", new byte[] {(byte) PROTO, 2, ')', '.'}); // the empty tuple
            put(zip, "archive/version", VERSION.getBytes(UTF_8));
            put(zip, "archive/byteorder", "little".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the target is memory
        }
        return bytes.toByteArray();
    }

    /// The pickle of an object of our class whose only attribute is `training = True`.
    private static byte[] moduleWithoutWeights() {
        var pickle = new ByteArrayOutputStream();
        pickle.write(PROTO);
        pickle.write(2);
        pickle.writeBytes(("c__torch__\n" + CLASS + "\n").getBytes(UTF_8)); // GLOBAL
        pickle.write(')'); // EMPTY_TUPLE
        pickle.write(NEWOBJ);
        pickle.writeBytes(new byte[] {'}', '('}); // EMPTY_DICT, MARK
        byte[] key = "training".getBytes(UTF_8);
        pickle.writeBytes(new byte[] {'X', (byte) key.length, 0, 0, 0}); // BINUNICODE, length little endian
        pickle.writeBytes(key);
        pickle.write(NEWTRUE);
        pickle.writeBytes(new byte[] {'u', 'b', '.'}); // SETITEMS, BUILD, STOP
        return pickle.toByteArray();
    }

    /// The loader reads entries in place, so they are stored, not deflated.
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
