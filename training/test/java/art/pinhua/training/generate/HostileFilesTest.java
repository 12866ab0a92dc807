package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sound files with parts of their structure changed by a seeded hand. Every reader either takes the result or refuses
/// it in its own words; nothing else may happen, and no claim of a file may cost memory that the file does not have.
class HostileFilesTest {
    private static final int ROUNDS = 400;
    private static final long MOST_MEMORY = 64 << 20;
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "2",
            "7",
            "1e3",
            "1.5",
            "65536",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999",
            "null",
            "true",
            "\"1\"",
            "[]",
            "{}");

    private final SplittableRandom random = new SplittableRandom(20261127);

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private int refused;

    @BeforeEach
    void place() throws IOException {
        file = folder.resolve("file.safetensors");
        Files.createDirectory(folder.resolve("tokenizer"));
    }

    @FunctionalInterface
    private interface Reader {
        void read(Path file) throws IOException;
    }

    private void hold(String name, Reader reader) throws IOException {
        byte[] sound = Files.readAllBytes(Fixtures.path(name));
        Files.write(file, sound);
        reader.read(file); // so that refusals come from the changes
        refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(file, changed(sound));
            long before = allocated();
            try {
                reader.read(file);
            } catch (InvalidFileException | UnsupportedModelException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                assertTrue(message.length() < 4_000, () -> "a refusal of " + message.length() + " characters");
            }
            long cost = allocated() - before;
            assertTrue(cost < MOST_MEMORY + 8L * sound.length, name + " cost " + cost + " bytes in round " + round);
        }
        assertTrue(refused > ROUNDS / 4, name + " was refused only " + refused + " times");
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void adaptersAreReadOrRefused() throws IOException {
        var shapes = Map.of(
                Part.UNET, UNet.shapes(UNetConfig.parse(Fixtures.json("xl/pipeline/unet/config.json"))),
                Part.TEXT_ENCODER, text("text_encoder"),
                Part.TEXT_ENCODER_2, text("text_encoder_2"));
        hold("xl/lora/kohya.safetensors", path -> AdapterFile.open(path, shapes).close());
    }

    /// 132 layers ask for their alpha.
    @Test
    void whatPeftSaysOfAnAdapterIsReadOnce() throws IOException {
        var shapes = Map.of(Part.UNET, UNet.shapes(UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"))));
        String settings = "{\"unet.lora_alpha\": 2, \"unet.target_modules\": [%s\"to_q\"]}"
                .formatted("\"to_k\", ".repeat(100_000));
        try (var sound = Safetensors.open(Fixtures.path("lora/linear.peft.safetensors"))) {
            Safetensors.write(file, sound.tensors().values(), Map.of("lora_adapter_metadata", settings));
        }
        long before = allocated();
        AdapterFile.open(file, shapes).close();
        long cost = allocated() - before;
        assertTrue(cost < 4 * MOST_MEMORY, "it cost " + cost + " bytes");
    }

    private static Map<String, long[]> text(String name) {
        return ClipTextEncoder.shapes(ClipTextConfig.parse(Fixtures.json("xl/pipeline/" + name + "/config.json")));
    }

    @Test
    void adaptersOfOtherNumbersAreRefusedByName() throws IOException {
        for (ElementType type : List.of(ElementType.F8_E4M3, ElementType.F64, ElementType.I8)) {
            String name = spoilt((tensor, size) -> new Safetensors.Tensor(
                    tensor.name(), type, tensor.shape(), ByteBuffer.allocate(size * type.bytes())));
            var refusal = assertThrows(EngineFault.class, this::inspected);
            assertEquals(EngineFailure.ADAPTER_UNUSABLE, refusal.code());
            Fixtures.assertSays(name + " is of " + type, refusal);
        }
    }

    @Test
    void adaptersWithNumbersThatAreNoneOrBoundlessAreRefusedByName() throws IOException {
        Map<ElementType, List<Integer>> bits = Map.of(
                ElementType.F32, List.of(0x7FC0_0000, 0x7F80_0000, 0xFF80_0000, 0x4780_0000, 0xC780_0000),
                ElementType.F16, List.of(0x7E00, 0x7C00, 0xFC00),
                ElementType.BF16, List.of(0x7FC0, 0x7F80, 0xFF80, 0x4780, 0xC780));
        for (var entry : bits.entrySet()) {
            ElementType type = entry.getKey();
            spoilt((tensor, size) -> new Safetensors.Tensor(
                    tensor.name(), type, tensor.shape(), ByteBuffer.allocate(size * type.bytes())));
            inspected(); // zeros are numbers
            spoilt(type, type == ElementType.F32 ? 0xC77F_FFFF : type == ElementType.F16 ? 0xFBFF : 0xC77F);
            inspected(); // the largest that is taken
            for (int each : entry.getValue()) {
                String name = spoilt(type, each);
                var refusal = assertThrows(EngineFault.class, this::inspected, type + " " + each);
                assertEquals(EngineFailure.ADAPTER_UNUSABLE, refusal.code());
                Fixtures.assertSays(name + " holds numbers that are not finite", refusal);
            }
        }
    }

    /// All zero but for one number, by its bits.
    private String spoilt(ElementType type, int bits) throws IOException {
        return spoilt((tensor, size) -> {
            var bytes = ByteBuffer.allocate(size * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            int last = (size - 1) * type.bytes();
            if (type == ElementType.F32) {
                bytes.putInt(last, bits);
            } else {
                bytes.putShort(last, (short) bits);
            }
            return new Safetensors.Tensor(tensor.name(), type, tensor.shape(), bytes);
        });
    }

    private EngineAnswer.AdapterInspected inspected() throws IOException {
        return ModelInspection.inspectAdapter(
                new EngineRequest.InspectAdapter(
                        "i", file.toString(), Fixtures.path("pipeline").toString()),
                () -> {});
    }

    @Test
    void notesWithoutEndAreLeftOut() throws IOException {
        var notes = Map.of("long", "x".repeat((64 << 10) + 1), "short", "x".repeat(64 << 10));
        try (var sound = Safetensors.open(Fixtures.path("lora/both.kohya.safetensors"))) {
            Safetensors.write(file, sound.tensors().values(), notes);
        }
        assertEquals(Set.of("short"), inspected().metadata().keySet());
    }

    private interface Spoiling {
        Safetensors.Tensor of(Safetensors.Tensor tensor, int size);
    }

    /// A sound adapter but for one tensor, whose name is returned.
    private String spoilt(Spoiling spoiling) throws IOException {
        var tensors = new ArrayList<Safetensors.Tensor>();
        String name = "";
        try (var sound = Safetensors.open(Fixtures.path("lora/both.kohya.safetensors"))) {
            for (Safetensors.Tensor tensor : sound.tensors().values()) {
                if (name.isEmpty() && tensor.name().endsWith("lora_up.weight")) {
                    name = tensor.name();
                    int size = tensor.shape().stream().mapToInt(Long::intValue).reduce(1, (all, side) -> all * side);
                    tensors.add(spoiling.of(tensor, size));
                } else {
                    tensors.add(tensor);
                }
            }
            Safetensors.write(file, tensors, sound.metadata());
        }
        return name;
    }

    @Test
    void learnedWordsAreReadOrRefused() throws IOException {
        hold("xl/word.safetensors", path -> {
            try (LearnedWord word = LearnedWord.open(path)) {
                word.requireBounded();
            }
        });
    }

    @Test
    void checkpointsInOneFileAreReadOrRefused() throws IOException {
        hold("single/model.safetensors", path -> {
            PipelineFiles files = PipelineFiles.open(path);
            TextEncoder.Config.parse(files.config(Network.TEXT_ENCODER));
            AutoencoderConfig.parse(files.config(Network.VAE));
            UNet.shapes(UNetConfig.parse(files.config(Network.UNET)));
            for (Network network : List.of(Network.TEXT_ENCODER, Network.UNET, Network.VAE)) {
                files.weights(network).close();
            }
        });
    }

    @Test
    void configurationsAreReadOrRefused() throws IOException {
        for (String name : List.of(
                "xl/pipeline/unet/config.json",
                "whole/unet/config.json",
                "pipeline/vae/config.json",
                "pipeline/text_encoder/config.json")) {
            String sound = Files.readString(Fixtures.path(name));
            configure(name, sound);
            refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String text = withOtherNumber(withOtherNumber(sound));
                try {
                    configure(name, text);
                } catch (UnsupportedModelException | JsonParseException e) {
                    refused++;
                }
            }
            assertTrue(refused > ROUNDS / 10, name + " was refused only " + refused + " times");
        }
    }

    private static void configure(String name, String text) {
        var json = JsonParser.parseString(text).getAsJsonObject();
        if (name.contains("unet")) {
            UNet.shapes(UNetConfig.parse(json)); // as many layers as it says, before any weight is read
        } else if (name.contains("vae")) {
            AutoencoderConfig.parse(json);
        } else {
            TextEncoder.Config.parse(json);
        }
    }

    // ---- changes

    private byte[] changed(byte[] sound) {
        int length = (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(sound, Long.BYTES, length, StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOfRange(sound, Long.BYTES + length, sound.length);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(sound, random.nextInt(sound.length));
            case 1 -> {
                byte[] flipped = sound.clone();
                flipped[random.nextInt(Math.min(flipped.length, Long.BYTES + length))] ^=
                        (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> joined(withOtherNumber(header), body, 0);
            case 3 -> joined(withoutEntry(header), body, 0);
            case 4 ->
                joined(
                        header.replaceFirst(
                                "F16|F32|I64",
                                List.of("F64", "BF16", "I8", "F8_E4M3", "C64").get(random.nextInt(5))),
                        body,
                        0);
            case 5 -> joined(withOtherName(header), body, 0);
            default -> joined(header, body, random.nextLong());
        };
    }

    /// @param lie instead of the header's length; 0 for the truth
    private static byte[] joined(String header, byte[] body, long lie) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        var file = ByteBuffer.allocate(Long.BYTES + text.length + body.length).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(lie == 0 ? text.length : lie).put(text).put(body).array();
    }

    private String withOtherNumber(String json) {
        var matcher = Pattern.compile("(?<![\\w.\"])\\d+(\\.\\d+)?(?![\\w\"])").matcher(json);
        var places = matcher.results().toList();
        var place = places.get(random.nextInt(places.size()));
        return json.substring(0, place.start())
                + NUMBERS.get(random.nextInt(NUMBERS.size()))
                + json.substring(place.end());
    }

    private String withoutEntry(String json) {
        int from = json.indexOf(",\"", random.nextInt(json.length()));
        int to = from < 0 ? -1 : json.indexOf("}", from);
        return to < 0 ? json.replaceFirst("\\{", "{{") : json.substring(0, from) + json.substring(to + 1);
    }

    private String withOtherName(String json) {
        int at = json.indexOf('"', random.nextInt(json.length() / 2)) + 1;
        String name = List.of("../up", "\\u0000", "lora_unet_x.alpha", "x".repeat(5_000), "__metadata__", "名")
                .get(random.nextInt(6));
        return json.substring(0, at) + name + json.substring(at);
    }

    @Test
    void theHandChangesWhatItShould() throws IOException {
        byte[] sound = Files.readAllBytes(Fixtures.path("xl/word.safetensors"));
        int unchanged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            unchanged += Arrays.equals(sound, changed(sound)) ? 1 : 0;
        }
        assertTrue(unchanged < ROUNDS / 20, unchanged + " of " + ROUNDS + " are as they were");
    }
}
