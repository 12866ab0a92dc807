package art.pinhua.training.io;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFileTest {
    private static final Map<Part, Map<String, long[]>> LAYERS = Map.of(
            Part.UNET, UNet.shapes(UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"))),
            Part.TEXT_ENCODER,
                    ClipTextEncoder.shapes(ClipTextConfig.parse(Fixtures.json("pipeline/text_encoder/config.json"))));
    private static final String QUERY = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q";

    @TempDir
    private Path folder;

    private Path write(Map<String, String> metadata, Safetensors.Tensor... tensors) throws IOException {
        Path file = folder.resolve("adapter.safetensors");
        Safetensors.write(file, List.of(tensors), metadata);
        return file;
    }

    private static Safetensors.Tensor zeros(String name, Long... shape) {
        int size = 4;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        return new Safetensors.Tensor(name, ElementType.F32, List.of(shape), ByteBuffer.allocate(size));
    }

    private static InvalidFileException refusal(Path file) {
        return assertThrows(InvalidFileException.class, () -> AdapterFile.open(file, LAYERS));
    }

    @Test
    void everyFormNamesTheSameLayers() throws IOException {
        List<AdapterFile.Site> expected;
        try (AdapterFile kohya = AdapterFile.open(Fixtures.path("lora/linear.kohya.safetensors"), LAYERS)) {
            expected = kohya.changes().stream().map(AdapterFile.Change::site).toList();
            assertEquals(132, expected.size());
        }
        for (String form : List.of("peft", "diffusers")) {
            try (AdapterFile other = AdapterFile.open(Fixtures.path("lora/linear." + form + ".safetensors"), LAYERS)) {
                assertEquals(
                        expected,
                        other.changes().stream().map(AdapterFile.Change::site).toList());
                other.changes().forEach(change -> assertEquals(2, change.alpha()));
            }
        }
    }

    @Test
    void oldProcessorNamesAreRead() throws IOException {
        String prefix = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.processor.to_out_lora";
        Path file = write(Map.of(), zeros(prefix + ".down.weight", 4L, 32L), zeros(prefix + ".up.weight", 32L, 4L));
        try (AdapterFile adapter = AdapterFile.open(file, LAYERS)) {
            AdapterFile.Change change = adapter.changes().getFirst();
            assertEquals(
                    "mid_block.attentions.0.transformer_blocks.0.attn1.to_out.0",
                    change.site().path());
            assertEquals(4, change.alpha()); // none given: the scale is 1
        }
    }

    @Test
    void adaptersOfPeftAloneTakeTheirScaleFromTheConfigBeside() throws IOException {
        Path source = Fixtures.path("lora/peft/adapter_model.safetensors");
        try (AdapterFile adapter = AdapterFile.open(source, LAYERS)) {
            assertEquals(44, adapter.changes().size());
            adapter.changes().forEach(change -> assertEquals(6, change.alpha()));
        }
        Path alone = Files.copy(source, folder.resolve("alone.safetensors"));
        assertSays("adapter_config.json", refusal(alone));
        Files.writeString(folder.resolve("adapter_config.json"), "{\"lora_alpha\": 6, \"use_dora\": true}");
        assertSays("use_dora", refusal(alone));
        Files.writeString(folder.resolve("adapter_config.json"), "[]");
        assertSays("cannot be read", refusal(alone));
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\": 3}");
        assertSays("lora_alpha", refusal(alone));
    }

    @Test
    void adaptersOfPeftThatAreNoPlainLoraAreRefused() throws IOException {
        Path file = Files.copy(Fixtures.path("lora/peft/adapter_model.safetensors"), folder.resolve("a.safetensors"));
        Path config = folder.resolve("adapter_config.json");
        for (String start : List.of("pissa_niter_16", "OLoRA", "loftq", "corda", "lora_ga")) {
            Files.writeString(config, "{\"lora_alpha\": 6, \"init_lora_weights\": \"%s\"}".formatted(start));
            assertSays("init_lora_weights is \"" + start, refusal(file));
        }
        Files.writeString(config, "{\"lora_alpha\": 6, \"peft_type\": \"LOHA\"}");
        assertSays("peft_type is \"LOHA\"", refusal(file));
        for (String start : List.of("true", "false", "null", "\"gaussian\"", "\"eva\"")) {
            Files.writeString(
                    config, "{\"lora_alpha\": 6, \"peft_type\": \"LORA\", \"init_lora_weights\": %s}".formatted(start));
            AdapterFile.open(file, LAYERS).close();
        }
        Files.write(config, new byte[] {'{', (byte) 0xFF, '}'});
        assertSays("adapter_config.json is not UTF-8", refusal(file));
    }

    @Test
    void theTwoFilesOfPeftBecomeOneThatNeedsNothingBesideIt() throws IOException {
        Path source = Fixtures.path("lora/peft");
        Path tensors = source.resolve(PeftAdapter.TENSORS);
        Path joined = folder.resolve("joined.safetensors");
        String madeOf = PeftAdapter.join(source, joined, () -> {});
        assertEquals(
                "adapter_model.safetensors sha256:%s, adapter_config.json sha256:%s"
                        .formatted(FileDigest.of(tensors), FileDigest.of(source.resolve(PeftAdapter.CONFIG))),
                madeOf);
        try (AdapterFile apart = AdapterFile.open(tensors, LAYERS);
                AdapterFile whole = AdapterFile.open(joined, LAYERS)) {
            assertEquals(madeOf, whole.metadata().get(PeftAdapter.MADE_OF));
            assertEquals(44, whole.changes().size());
            for (int i = 0; i < 44; i++) {
                AdapterFile.Change one = apart.changes().get(i);
                AdapterFile.Change other = whole.changes().get(i);
                assertEquals(one.site(), other.site());
                assertEquals(one.alpha(), other.alpha());
                assertEquals(one.down().bytes(), other.down().bytes());
                assertEquals(one.up().bytes(), other.up().bytes());
            }
        }
        byte[] bytes = Files.readAllBytes(joined);
        PeftAdapter.join(source, joined, () -> {});
        assertArrayEquals(bytes, Files.readAllBytes(joined));
        assertTrue(PeftAdapter.isIn(source));
        assertFalse(PeftAdapter.isIn(folder));
    }

    @Test
    void joiningThatIsGivenUpWhileItWritesLeavesNothing() {
        Path joined = folder.resolve("joined.safetensors");
        assertThrows(
                CancellationException.class,
                () -> PeftAdapter.join(Fixtures.path("lora/peft"), joined, () -> {
                    if (entries().length > 0) { // it writes beside the target first
                        throw new CancellationException();
                    }
                }));
        assertEquals(0, entries().length);
    }

    private String[] entries() {
        return Objects.requireNonNull(folder.toFile().list());
    }

    @Test
    void tensorsThatFitNoLayerAreListed() throws IOException {
        Path file = write(
                Map.of(),
                zeros(QUERY + ".lora_down.weight", 4L, 32L),
                zeros(QUERY + ".lora_up.weight", 32L, 4L),
                zeros(QUERY + ".dora_scale", 32L),
                zeros("other.token", 4L));
        InvalidFileException refusal = refusal(file);
        assertSays("2 of 4", refusal);
        assertSays("other.token", refusal);
        assertSays(QUERY + ".dora_scale", refusal);
    }

    /// Their names may be any, as words are.
    @Test
    void learnedWordsInAnAdapterAreRefusedWithAdvice() throws IOException {
        for (String name : List.of("bundle_emb.ema yasuhara.clip_l", "bundle_emb.token.clip_g")) {
            InvalidFileException refusal = refusal(write(
                    Map.of(),
                    zeros(QUERY + ".lora_down.weight", 4L, 32L),
                    zeros(QUERY + ".lora_up.weight", 32L, 4L),
                    zeros(name, 1L, 64L)));
            assertSays("it bundles learned words, such as '" + name + "'", refusal);
            assertSays("import the LoRA and each word by itself", refusal);
        }
    }

    @Test
    void namesThatAreNotPlainAreRefused() throws IOException {
        for (String name : List.of("../up.lora_up.weight", "a b", "名", "x".repeat(257), "a\n")) {
            assertSays("has another name than", refusal(write(Map.of(), zeros(name, 4L))));
        }
        assertSays("1 of 1 tensors", refusal(write(Map.of(), zeros("x".repeat(256), 4L))));
    }

    @Test
    void filesWithoutEndAreRefusedUnread() throws IOException {
        Path file = write(Map.of(), zeros("any", 4L));
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(AdapterFile.LARGEST); // takes no room on the disk
            assertSays("the tensors end at byte", refusal(file));
            bytes.setLength(AdapterFile.LARGEST + 1);
        }
        assertSays("the file has 4294967297 bytes, at most 4294967296 are read", refusal(file));
        assertSays("at most", assertThrows(InvalidFileException.class, () -> LearnedWord.open(file)));
    }

    @Test
    void otherKindsOfAdaptersAreCalledByTheirName() throws IOException {
        for (var kind : Map.of(
                        "LoHa", "hada_w1_a",
                        "LoKr", "lokr_w2",
                        "LoCon with CP decomposition", "lora_mid.weight",
                        "DoRA", "dora_scale")
                .entrySet()) {
            Path file = write(
                    Map.of(),
                    zeros(QUERY + "." + kind.getValue(), 4L, 4L),
                    zeros(QUERY + ".lora_down.weight", 4L, 32L),
                    zeros(QUERY + ".lora_up.weight", 32L, 4L));
            InvalidFileException refusal = refusal(file);
            assertSays("it is a " + kind.getKey(), refusal);
            assertSays("extract a LoRA", refusal);
        }
        String plain =
                String.valueOf(refusal(write(Map.of(), zeros("lokr_w1", 4L))).getMessage());
        assertFalse(plain.contains("LoKr"), plain);
    }

    @Test
    void halvesDoublesAndWrongSizesAreRefused() throws IOException {
        assertSays("half an adapter", refusal(write(Map.of(), zeros(QUERY + ".lora_up.weight", 32L, 4L))));
        String dotted = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
        assertSays(
                "two adapters",
                refusal(write(
                        Map.of(),
                        zeros(QUERY + ".lora_down.weight", 4L, 32L),
                        zeros(dotted + ".lora_A.weight", 4L, 32L),
                        zeros(QUERY + ".lora_up.weight", 32L, 4L))));
        assertSays(
                "its layer wants",
                refusal(write(
                        Map.of(),
                        zeros(QUERY + ".lora_down.weight", 4L, 16L),
                        zeros(QUERY + ".lora_up.weight", 32L, 4L))));
        assertSays(
                "its layer wants",
                refusal(write(
                        Map.of(),
                        zeros(QUERY + ".lora_down.weight", 4L, 32L),
                        zeros(QUERY + ".lora_up.weight", 32L, 5L))));
    }

    /// No rank is of use that is larger than the layer.
    @Test
    void adaptersLargerThanTheirLayerAreRefused() throws IOException {
        int rank = (16 << 20) / 64 + 1;
        for (int each : List.of(rank - 1, rank)) {
            Path file = folder.resolve("large.safetensors");
            Safetensors.write(
                    file,
                    List.of(
                            halves(QUERY + ".lora_down.weight", each, 32),
                            halves(QUERY + ".lora_up.weight", 32, each),
                            zeros(QUERY + ".alpha")),
                    Map.of());
            if (each < rank) {
                AdapterFile.open(file, LAYERS).close();
            } else {
                assertSays("rank 262145, which is more than twice as large as its layer", refusal(file));
            }
        }
    }

    private static Safetensors.Tensor halves(String name, long rows, long columns) {
        return new Safetensors.Tensor(
                name, ElementType.F16, List.of(rows, columns), ByteBuffer.allocate((int) (2 * rows * columns)));
    }

    @Test
    void peftSettingsThatChangeTheScaleAreRefused() throws IOException {
        var metadata = Map.of("lora_adapter_metadata", "{\"unet.lora_alpha\": 2, \"unet.use_rslora\": true}");
        Path file =
                write(metadata, zeros(QUERY + ".lora_down.weight", 4L, 32L), zeros(QUERY + ".lora_up.weight", 32L, 4L));
        assertSays("use_rslora", refusal(file));
    }

    @Test
    void peftSettingsThatAreNoNumbersAreRefused() throws IOException {
        for (String alpha : List.of("null", "{}", "[]", "[2]", "\"2\"", "true", "1e999", "65536")) {
            Path file = write(
                    Map.of("lora_adapter_metadata", "{\"unet.lora_alpha\": " + alpha + "}"),
                    zeros(QUERY + ".lora_down.weight", 4L, 32L),
                    zeros(QUERY + ".lora_up.weight", 32L, 4L));
            assertSays("alpha", refusal(file));
        }
        Path file = write(
                Map.of("lora_adapter_metadata", "[".repeat(1 << 20) + "]"),
                zeros(QUERY + ".lora_down.weight", 4L, 32L),
                zeros(QUERY + ".lora_up.weight", 32L, 4L));
        assertSays("too long", refusal(file));
    }

    /// Other tools find a layer by its name in kohya's form; a written file must hold such names only.
    @Test
    void writtenNamesAreThoseOfKohya() throws IOException {
        Path written = folder.resolve("written.safetensors");
        Path source = Fixtures.path("lora/both.kohya.safetensors");
        try (AdapterFile adapter = AdapterFile.open(source, LAYERS)) {
            AdapterFile.write(written, adapter.changes(), Map.of("pinhua.objective", "PL_DPO"));
        }
        try (Safetensors before = Safetensors.open(source);
                Safetensors after = Safetensors.open(written)) {
            assertEquals(before.tensors().keySet(), after.tensors().keySet());
            before.tensors()
                    .forEach((name, tensor) -> assertEquals(
                            tensor.bytes(),
                            Objects.requireNonNull(after.tensors().get(name)).bytes(),
                            name));
            assertEquals("networks.lora", after.metadata().get("ss_network_module"));
            assertEquals("2.0", after.metadata().get("ss_network_alpha"));
            assertTrue(after.tensors().keySet().stream().allMatch(name -> name.startsWith("lora_")));
        }
    }

    @Test
    void emptyAdaptersAndPeftMetadataAreNotWritten() throws IOException {
        Path file = folder.resolve("x.safetensors");
        assertThrows(IllegalArgumentException.class, () -> AdapterFile.write(file, new ArrayList<>(), Map.of()));
        try (AdapterFile adapter = AdapterFile.open(Fixtures.path("lora/text.kohya.safetensors"), LAYERS)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> AdapterFile.write(file, adapter.changes(), Map.of("lora_adapter_metadata", "{}")));
        }
    }
}
