package art.pinhua.training.io;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static final String TWO_FLOATS = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("weights.safetensors"), bytes);
    }

    private Path file(String header, int bodyBytes) throws IOException {
        byte[] json = header.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
        return file(bytes.putLong(json.length).put(json).array());
    }

    private InvalidFileException refusal(Path file) {
        return assertThrows(InvalidFileException.class, () -> Safetensors.open(file));
    }

    /// Megabytes of files in this process's memory, those of a file system in memory included.
    private static long mappedMegabytes() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("RssFile:") || line.startsWith("RssShmem:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void bytesThatHaveBeenCopiedLeaveTheMemory() throws IOException {
        var numbers = new byte[64 << 20];
        new Random(1).nextBytes(numbers);
        Path path = folder.resolve("large.safetensors");
        long elements = numbers.length / Float.BYTES;
        var tensor = new Safetensors.Tensor("a", ElementType.F32, List.of(elements), ByteBuffer.wrap(numbers));
        Safetensors.write(path, List.of(tensor), Map.of());
        try (Safetensors file = Safetensors.open(path)) {
            Safetensors.Tensor read = file.tensors().sequencedValues().getFirst();
            var copy = new byte[numbers.length];
            read.bytes().duplicate().get(copy);
            long whole = mappedMegabytes();
            read.unload();
            assertTrue(mappedMegabytes() <= whole - 48, "of 64 MB at least 48 are given back");
            read.bytes().duplicate().get(copy);
            assertArrayEquals(numbers, copy, "read again from the file");
        }
    }

    /// Of a file that is larger than the heap no two tensors may be in memory together.
    @Test
    void bytesAreMadeWhenThoseBeforeAreWritten() throws IOException {
        Path path = folder.resolve("step.safetensors");
        var written = new ArrayList<Long>();
        var planned = new ArrayList<Safetensors.Planned>();
        for (String name : List.of("b", "c", "a")) {
            planned.add(new Safetensors.Planned(name, ElementType.F32, List.of(2L), () -> {
                written.add(unfinishedBytes());
                return ByteBuffer.wrap(name.repeat(8).getBytes(UTF_8));
            }));
        }
        Safetensors.writeEach(path, planned, Map.of("k", "v"));
        long header = written.getFirst();
        assertEquals(List.of(header, header + 8, header + 16), written);
        byte[] streamed = Files.readAllBytes(path);
        Safetensors.write(
                path,
                planned.stream()
                        .map(each -> new Safetensors.Tensor(
                                each.name(),
                                each.type(),
                                each.shape(),
                                each.bytes().get()))
                        .toList(),
                Map.of("k", "v"));
        assertArrayEquals(Files.readAllBytes(path), streamed);
    }

    /// Of the file that is being written.
    private long unfinishedBytes() {
        try (Stream<Path> files = Files.list(folder)) {
            Path part = files.filter(AtomicFile::isUnfinished).findFirst().orElse(null);
            return part == null ? 0 : Files.size(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bytesThatDoNotFillTheirShapeLeaveNoFile() throws IOException {
        Path path = folder.resolve("short.safetensors");
        var tensor = new Safetensors.Planned("a", ElementType.F32, List.of(2L), () -> ByteBuffer.allocate(4));
        assertThrows(IllegalArgumentException.class, () -> Safetensors.writeEach(path, List.of(tensor), Map.of()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void literalBytesAreRead() throws IOException {
        byte[] json =
                "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}} "
                        .getBytes(UTF_8);
        byte[] bytes = ByteBuffer.allocate(16 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .putFloat(1.5f)
                .putFloat(-2)
                .array();
        try (Safetensors file = Safetensors.open(file(bytes))) {
            Safetensors.Tensor a = file.tensors().sequencedValues().getFirst();
            assertEquals("a", a.name());
            assertEquals(ElementType.F32, a.type());
            assertEquals(List.of(1L, 2L), a.shape());
            assertEquals(1.5f, a.bytes().getFloat(0));
            assertEquals(-2f, a.bytes().getFloat(4));
            assertEquals(Map.of("k", "v"), file.metadata());
        }
    }

    @Test
    void equalTensorsGiveEqualBytesInAnyOrder() throws IOException {
        var half = tensor("half", ElementType.F16, List.of(3L), 1, 2, 3, 4, 5, 6);
        var wide = tensor("wide", ElementType.F32, List.of(), 7, 8, 9, 10);
        var empty = tensor("empty", ElementType.F32, List.of(0L, 4L));
        Path one = folder.resolve("one.safetensors");
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(one, List.of(half, wide, empty), Map.of("b", "2", "a", "1 < 2"));
        Safetensors.write(other, List.of(empty, half, wide), Map.of("a", "1 < 2", "b", "2"));
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
        try (Safetensors file = Safetensors.open(one)) {
            assertEquals(
                    List.of("empty", "wide", "half"), List.copyOf(file.tensors().sequencedKeySet()));
            assertEquals(
                    half.bytes(), file.tensors().sequencedValues().getLast().bytes());
            assertEquals("1 < 2", file.metadata().get("a"));
        }
        assertEquals(0, (Files.readAllBytes(one).length - 10) % 8); // the header is padded to 8, the body has 10 bytes
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count()); // no temporary file stays
        }
    }

    private static Safetensors.Tensor tensor(String name, ElementType type, List<Long> shape, int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        return new Safetensors.Tensor(name, type, shape, buffer.flip());
    }

    @Test
    void tensorsThatDoNotFillTheirShapeAreNotWritten() {
        var half = tensor("a", ElementType.F32, List.of(2L), 1, 2, 3, 4);
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(folder.resolve("x.safetensors"), List.of(half), Map.of()));
    }

    /// Each header is one lie; `'` stands for `"`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}          | 12 | end at byte 8 of 12",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}          | 4  | claims bytes",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}          | 8  | needs 12 bytes",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}          | 8  | claims bytes",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}         | 8  | size or offset",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}        | 8  | size or offset",
                "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}        | 8  | no number",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}        | 8  | two data_offsets",
                "{'a':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}}          | 8  | unknown dtype",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}    | 8  | unknown field",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | two fields",
                "{'a':{'shape':[2],'data_offsets':[0,8]}}                        | 8  | lacks dtype",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296,2],'data_offsets':[0,8]}} | 8 | impossible shape",
                "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]}} | 8 | too many",
                "{'a':{'dtype':'F32','shape':[999999999999999999999],'data_offsets':[0,8]}} | 8 | size or offset",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}          | 8  | hole or an overlap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | two entries",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | hole or an overlap",
                "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | no string",
                "{'__metadata__':{'k':'1','k':'2'},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | two metadata",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {}       | 8  | not a safetensors header",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}           | 8  | not a safetensors header",
                "{a:{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}            | 8  | not a safetensors header",
                "{'a':[[[[[[]]]]]]}                                              | 0  | not a safetensors header",
                "['a']                                                           | 0  | does not start"
            })
    void headersThatLieAreRefused(String header, int bodyBytes, String fault) throws IOException {
        assertSays(fault, refusal(file(header.replace('\'', '"'), bodyBytes)));
    }

    @Test
    void lengthsThatLieAreRefused() throws IOException {
        assertSays("shorter than", refusal(file(new byte[7])));
        for (long length : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 0, 1, 3, 100_000_001}) {
            byte[] bytes = ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .put("{}".getBytes(UTF_8))
                    .array();
            assertSays("the header cannot be", refusal(file(bytes)));
        }
    }

    /// What a header costs to read is bounded, whatever the file holds.
    @Test
    void headersWithoutEndAreRefused() throws IOException {
        Path small = file(TWO_FLOATS + " ".repeat(4 << 20), 8);
        assertSays("at most 4194304 are read", assertThrows(InvalidFileException.class, () -> LearnedWord.open(small)));
        assertSays(
                "at most 4194304 are read",
                assertThrows(InvalidFileException.class, () -> AdapterFile.open(small, Map.of())));
        Safetensors.open(small).close(); // a model may have as much
        assertSays("at most 16777216 are read", refusal(file(TWO_FLOATS + " ".repeat(16 << 20), 8)));
        assertSays("more than 100000 tensors", refusal(file(empties(100_001), 0)));
        Path many = file(empties(20_001), 0);
        assertSays("more than 20000 tensors", assertThrows(InvalidFileException.class, () -> LearnedWord.open(many)));
        Safetensors.open(many).close();
    }

    private static String empties(int number) {
        var header = new StringBuilder("{");
        for (int i = 0; i < number; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"t")
                    .append(i)
                    .append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        return header.append('}').toString();
    }

    @Test
    void headersThatAreNotUtf8AreRefused() throws IOException {
        byte[] bytes = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4)
                .put(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'})
                .array();
        assertSays("not UTF-8", refusal(file(bytes)));
    }

    @Test
    void otherFormatsAreRefusedWithAdvice() throws IOException {
        assertSays("pickle", refusal(file(new byte[] {(byte) 0x80, 2, '}', 'q', 0, '.', 0, 0, 0, 0})));
        assertSays("zip", refusal(file(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0})));
        assertSays("GGUF", refusal(file(new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 0, 0})));
    }

    /// 640 bytes of header begin with the bytes of a pickle.
    @Test
    void headerLengthsThatLookLikeOtherFormatsAreRead() throws IOException {
        String padded = TWO_FLOATS + " ".repeat(640 - TWO_FLOATS.length());
        try (Safetensors file = Safetensors.open(file(padded, 8))) {
            assertEquals(1, file.tensors().size());
        }
    }

    @Test
    void damagedFilesAreReadOrRefusedButNeverCrash() throws IOException {
        byte[] sound = Files.readAllBytes(Fixtures.path("lora/text.kohya.safetensors"));
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = sound.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(4000)] = (byte) random.nextInt(256);
            }
            try (Safetensors file = Safetensors.open(file(damaged))) {
                assertEquals(36, file.tensors().size()); // only names or metadata were hit
            } catch (InvalidFileException e) {
                refused++;
            }
        }
        assertTrue(refused > 200, "only " + refused + " refused");
    }
}
