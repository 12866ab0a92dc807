package art.pinhua.training.fuzz;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.generate.AskedPrompts;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoderConfig;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.WeightedText;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What becomes of bytes at each reader, as far as the product goes before it reads any number.
final class Readings {
    private static final String FILE = "any.safetensors";
    private static final String PEFT_FILE = "adapter_model.safetensors";
    private static final String PARTS_INDEX = "diffusion_pytorch_model.safetensors.index.json";
    private static final String XL_WORD = "xl.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String MARKS = "special_tokens_map.json";
    private static final String ADDED = "added_tokens.json";
    private static final String LINES = "vocab.txt";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final String PROMPT = "夜空下 a persons <|endoftext|> [PAD] 龘!";

    /// Where a line asks about a model of the XL family.
    private static final String XL = "xl";

    private static final List<String> CONFIGURATIONS = List.of(
            "xl/pipeline/unet/config.json",
            "pipeline/unet/config.json",
            "pipeline/vae/config.json",
            "pipeline/text_encoder/config.json",
            "xl/pipeline/text_encoder_2/config.json",
            "bert/config.json",
            "tiny/config.json");

    private static final AskedPrompts PROMPTS = new AskedPrompts();

    private Readings() {}

    // ---- what lies there before

    /// Puts what a reader looks for beside the bytes into an empty folder.
    static void lay(ReaderKind kind, Path folder) throws IOException {
        switch (kind) {
            case PEFT -> zeros(Seeds.PEFT_LAYER_ALONE).write(folder.resolve(PEFT_FILE));
            case CHECKPOINT, XL_CHECKPOINT -> Files.createDirectory(folder.resolve("tokenizer"));
            case PARTS -> {
                Path unet = Files.createDirectory(folder.resolve("unet"));
                zeros("one 2 8").write(unet.resolve("a.safetensors"));
                zeros("two 8").write(unet.resolve("b.safetensors"));
            }
            case CONFIGURATION -> Files.createDirectory(folder.resolve("unet"));
            case TOKENIZER, VOCABULARY_LINES -> copy(ReaderKind.TOKENIZER_SETTINGS, folder.resolve(SETTINGS));
            case TOKENIZER_SETTINGS -> copy(ReaderKind.TOKENIZER, folder.resolve(TOKENIZER));
            case TOKENIZER_MARKS, ADDED_TOKENS -> {
                copy(ReaderKind.TOKENIZER_SETTINGS, folder.resolve(SETTINGS));
                copy(ReaderKind.VOCABULARY, folder.resolve(VOCABULARY));
                copy(ReaderKind.MERGES, folder.resolve(MERGES));
            }
            case VOCABULARY -> {
                copy(ReaderKind.TOKENIZER_SETTINGS, folder.resolve(SETTINGS));
                copy(ReaderKind.MERGES, folder.resolve(MERGES));
            }
            case MERGES -> {
                copy(ReaderKind.TOKENIZER_SETTINGS, folder.resolve(SETTINGS));
                copy(ReaderKind.VOCABULARY, folder.resolve(VOCABULARY));
            }
            case ENCODE -> {
                zeros("emb_params 3 32").write(folder.resolve(FILE)); // as wide as the micro pipelines
                zeros("clip_l 1 64\nclip_g 3 64").write(folder.resolve(XL_WORD));
            }
            case SAFETENSORS, ADAPTER, WORD, INDEX, SCHEDULE, REQUEST -> {}
        }
    }

    private static ZeroFile zeros(String tensors) {
        return ZeroFile.of(ElementType.F32, Map.of(), tensors);
    }

    private static void copy(ReaderKind kind, Path to) throws IOException {
        Files.write(to, kind.sound().getFirst().bytes());
    }

    /// Inputs that are taken and do not lie among the resources.
    static List<byte[]> made(ReaderKind kind) throws IOException {
        return switch (kind) {
            case SAFETENSORS -> Seeds.words().stream().map(ZeroFile::bytes).toList();
            case ADAPTER -> headers(Seeds.adapters());
            case WORD -> headers(Seeds.words());
            case CHECKPOINT -> headers(List.of(Seeds.checkpoint()));
            case XL_CHECKPOINT -> headers(List.of(Seeds.xlCheckpoint()));
            case CONFIGURATION -> {
                var configurations = new ArrayList<byte[]>();
                for (String name : CONFIGURATIONS) {
                    configurations.add(Files.readAllBytes(Fixtures.path(name)));
                }
                yield configurations;
            }
            case PEFT,
                    INDEX,
                    PARTS,
                    SCHEDULE,
                    TOKENIZER,
                    TOKENIZER_SETTINGS,
                    TOKENIZER_MARKS,
                    ADDED_TOKENS,
                    VOCABULARY_LINES,
                    VOCABULARY,
                    MERGES,
                    REQUEST,
                    ENCODE -> List.of();
        };
    }

    private static List<byte[]> headers(List<ZeroFile> files) {
        return files.stream().map(ZeroFile::header).toList();
    }

    // ---- weights

    static void safetensors(byte[] data, Path folder) throws IOException {
        Safetensors.open(Files.write(folder.resolve(FILE), data)).close();
    }

    static void adapter(byte[] header, Path folder) throws IOException {
        open(new ZeroFile(header).write(folder.resolve(FILE)));
    }

    static void peft(byte[] settings, Path folder) throws IOException {
        open(ZeroFile.of(ElementType.F32, Map.of("lora_adapter_metadata", text(settings)), Seeds.PEFT_LAYER)
                .write(folder.resolve(FILE)));
        Files.write(folder.resolve("adapter_config.json"), settings);
        open(folder.resolve(PEFT_FILE));
    }

    private static void open(Path adapter) throws IOException {
        try (AdapterFile file = AdapterFile.open(adapter, Seeds.LAYERS)) {
            file.requireBounded(() -> {});
        }
    }

    static void word(byte[] header, Path folder) throws IOException {
        try (LearnedWord word = LearnedWord.open(new ZeroFile(header).write(folder.resolve(FILE)))) {
            word.requireBounded();
        }
    }

    static void checkpoint(byte[] header, Path folder) throws IOException {
        PipelineFiles files = PipelineFiles.open(new ZeroFile(header).write(folder.resolve(FILE)));
        var networks = new ArrayList<>(files.texts());
        for (Network text : networks) {
            TextEncoder.Config.parse(files.config(text));
        }
        AutoencoderConfig.parse(files.config(Network.VAE));
        UNet.shapes(UNetConfig.parse(files.config(Network.UNET)));
        schedule(files.scheduler().toString());
        networks.addAll(List.of(Network.UNET, Network.VAE));
        for (Network network : networks) {
            files.weights(network).close();
        }
    }

    // ---- folders

    static void index(byte[] data, Path folder) throws IOException {
        Files.write(folder.resolve("model_index.json"), data);
        PipelineFolder.open(folder);
    }

    static void parts(byte[] data, Path folder) throws IOException {
        Files.write(folder.resolve("unet").resolve(PARTS_INDEX), data);
        new PipelineFolder(folder, new JsonObject()).weights(Network.UNET).close();
    }

    static void configuration(byte[] data, Path folder) throws IOException {
        Files.write(folder.resolve("unet/config.json"), data);
        JsonObject json = new PipelineFolder(folder, new JsonObject()).config(Network.UNET);
        String kind = json.has("_class_name") ? json.get("_class_name").toString() : "";
        if (kind.contains("UNet")) {
            UNet.shapes(UNetConfig.parse(json)); // as many layers as it says, before any weight is read
        } else if (kind.contains("Tiny")) {
            TinyDecoderConfig.parse(json);
        } else if (kind.contains("Autoencoder")) {
            AutoencoderConfig.parse(json);
        } else {
            TextEncoder.Config.parse(json);
        }
    }

    static void schedule(byte[] data, Path folder) {
        schedule(text(data));
    }

    /// The product says it so too.
    private static void schedule(String json) {
        try {
            ScheduleConfig.parse(json);
            ScheduleConfig.parseOfStableDiffusion(json);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    // ---- tokenizers

    static void tokenizer(byte[] data, Path folder) throws IOException {
        tokenize(TOKENIZER, data, folder);
    }

    static void tokenizerSettings(byte[] data, Path folder) throws IOException {
        tokenize(SETTINGS, data, folder);
    }

    static void tokenizerMarks(byte[] data, Path folder) throws IOException {
        tokenize(MARKS, data, folder);
    }

    static void addedTokens(byte[] data, Path folder) throws IOException {
        tokenize(ADDED, data, folder);
    }

    static void vocabularyLines(byte[] data, Path folder) throws IOException {
        tokenize(LINES, data, folder);
    }

    static void vocabulary(byte[] data, Path folder) throws IOException {
        tokenize(VOCABULARY, data, folder);
    }

    static void merges(byte[] data, Path folder) throws IOException {
        tokenize(MERGES, data, folder);
    }

    private static void tokenize(String name, byte[] data, Path folder) throws IOException {
        Files.write(folder.resolve(name), data);
        Tokenizer tokenizer = Tokenizer.read(folder);
        tokenizer.encode(PROMPT);
        var weighted = WeightedText.parse("(" + PROMPT + ":1.2)");
        tokenizer.windows(weighted, 2);
        tokenizer.readable(weighted);
        tokenizer.unknownWords(PROMPT);
    }

    // ---- lines

    static void request(byte[] data, Path folder) {
        String line = text(data);
        EngineWire.idOf(line);
        EngineWire.request(line);
    }

    /// About a micro pipeline and its words, whatever files the line names.
    static void encode(byte[] data, Path folder) {
        if (!(EngineWire.request(text(data)) instanceof EngineRequest.Encode asked)) {
            throw new UnsupportedModelException("another request");
        }
        boolean xl = asked.model().pipeline().endsWith(XL);
        String file = folder.resolve(xl ? XL_WORD : FILE).toString();
        var words = asked.model().wordsOrNone().stream()
                .map(word -> new ModelSource.Word(file, word.word()))
                .toList();
        String pipeline = Fixtures.path(xl ? "xl/pipeline" : "pipeline").toString();
        var model = new ModelSource(pipeline, List.of(), words);
        EngineAnswer answer = PROMPTS.answer(new EngineRequest.Encode(asked.id(), model, asked.prompt()));
        if (answer instanceof EngineAnswer.Failed failed) {
            if (failed.code() == EngineFailure.WORD_UNUSABLE) {
                throw new UnsupportedModelException(failed.message());
            }
            throw new IllegalStateException(failed.toString());
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
