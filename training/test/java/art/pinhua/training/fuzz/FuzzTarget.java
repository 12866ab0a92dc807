package art.pinhua.training.fuzz;

import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.WireException;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoderConfig;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.TokenizerException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// What Jazzer calls with ever new bytes, one reader a process. A reader takes them or refuses them in its own words;
/// anything else that it throws is a finding.
public final class FuzzTarget {
    /// A reader of files from outside.
    public enum Kind {
        /// Any bytes as a safetensors file.
        SAFETENSORS(true) {
            @Override
            void read(Path file) throws IOException {
                Safetensors.open(file).close();
            }

            @Override
            public byte[] seed() throws IOException {
                return Files.readAllBytes(Fixtures.path("xl/word.safetensors"));
            }
        },
        /// Any header before the body of an adapter.
        ADAPTER {
            @Override
            void read(Path file) throws IOException {
                AdapterFile.open(file, ADAPTED).close();
            }

            @Override
            String sound() {
                return "lora/both.kohya.safetensors";
            }
        },
        /// Any header before the body of a learned word.
        WORD {
            @Override
            void read(Path file) throws IOException {
                try (LearnedWord word = LearnedWord.open(file)) {
                    word.requireFinite();
                }
            }

            @Override
            String sound() {
                return "xl/word.safetensors";
            }
        },
        /// Any header before the body of a checkpoint in one file, with its configuration and its networks.
        CHECKPOINT {
            @Override
            void read(Path file) throws IOException {
                PipelineFiles files = PipelineFiles.open(file);
                TextEncoder.Config.parse(files.config(Network.TEXT_ENCODER));
                AutoencoderConfig.parse(files.config(Network.VAE));
                UNet.shapes(UNetConfig.parse(files.config(Network.UNET)));
                for (Network network : new Network[] {Network.TEXT_ENCODER, Network.UNET, Network.VAE}) {
                    files.weights(network).close();
                }
            }

            @Override
            String sound() {
                return "single/model.safetensors";
            }
        },
        /// Any text as the index of a folder.
        INDEX(true) {
            @Override
            String fileName() {
                return "model_index.json";
            }

            @Override
            void read(Path file) throws IOException {
                PipelineFolder.open(file.resolveSibling("."));
            }

            @Override
            public byte[] seed() throws IOException {
                return Files.readAllBytes(Fixtures.path("pipeline/model_index.json"));
            }
        },
        /// Any text as the configuration of each network.
        CONFIGURATION(true) {
            @Override
            void read(Path file) throws IOException {
                if (!(JsonParser.parseString(Files.readString(file, StandardCharsets.ISO_8859_1))
                        instanceof JsonObject json)) {
                    return; // the folder's reader refuses it before
                }
                String kind = json.has("_class_name") ? json.get("_class_name").toString() : "";
                if (kind.contains("UNet")) {
                    UNet.shapes(UNetConfig.parse(json));
                } else if (kind.contains("Tiny")) {
                    TinyDecoderConfig.parse(json);
                } else if (kind.contains("Autoencoder")) {
                    AutoencoderConfig.parse(json);
                } else {
                    TextEncoder.Config.parse(json);
                }
            }

            @Override
            public byte[] seed() throws IOException {
                return Files.readAllBytes(Fixtures.path("xl/pipeline/unet/config.json"));
            }
        },
        /// Any text as a tokenizer.
        TOKENIZER(true) {
            @Override
            void read(Path file) throws IOException {
                Tokenizer.parse(Files.readString(file, StandardCharsets.ISO_8859_1), "{\"model_max_length\":16}")
                        .encode("夜空下 a person");
            }

            @Override
            public byte[] seed() throws IOException {
                return Files.readAllBytes(Fixtures.path("bpe/tokenizer.json"));
            }
        },
        /// Any line as a request to the engine.
        REQUEST(true) {
            @Override
            void read(Path file) throws IOException {
                String line = Files.readString(file, StandardCharsets.ISO_8859_1);
                EngineWire.idOf(line);
                EngineWire.request(line);
            }

            @Override
            public byte[] seed() {
                return ("{\"type\":\"generate\",\"id\":\"a\",\"model\":{\"pipeline\":\"/x\",\"adapters\":[]},"
                                + "\"prompt\":\"人\",\"negativePrompt\":\"\",\"seeds\":[1],\"steps\":4,\"guidance\":3,"
                                + "\"sampler\":\"DDIM\",\"width\":64,\"height\":64,\"previewEvery\":0,\"folder\":\"/y\"}")
                        .getBytes(StandardCharsets.UTF_8);
            }
        };

        private final boolean whole;
        private byte[] body = {};

        /// What begins with a header.
        Kind() {
            this(false);
        }

        /// @param whole whether the fuzzed bytes are all of the file
        Kind(boolean whole) {
            this.whole = whole;
        }

        abstract void read(Path file) throws IOException;

        /// A file that is sound, below `parity`.
        String sound() {
            return "";
        }

        String fileName() {
            return "fuzzed.safetensors";
        }

        /// Bytes to begin with: the header of the sound file.
        public byte[] seed() throws IOException {
            byte[] sound = Files.readAllBytes(Fixtures.path(sound()));
            int length =
                    (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
            return Arrays.copyOfRange(sound, Long.BYTES, Long.BYTES + length);
        }

        /// The bytes, or where they are a header, a file that goes on as the sound one does.
        byte[] file(byte[] data) throws IOException {
            if (whole) {
                return data;
            }
            if (body.length == 0) {
                byte[] sound = Files.readAllBytes(Fixtures.path(sound()));
                body = Arrays.copyOfRange(sound, Long.BYTES + seed().length, sound.length);
            }
            return ByteBuffer.allocate(Long.BYTES + data.length + body.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(data.length)
                    .put(data)
                    .put(body)
                    .array();
        }
    }

    private static final Map<Part, Map<String, long[]>> ADAPTED = Map.of(
            Part.UNET, UNet.shapes(UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"))),
            Part.TEXT_ENCODER,
                    ClipTextEncoder.shapes(ClipTextConfig.parse(Fixtures.json("pipeline/text_encoder/config.json"))));

    private static Kind kind = Kind.SAFETENSORS;
    private static Path file = Path.of("");

    private FuzzTarget() {}

    /// @param arguments the kind, and a folder to write into
    public static void fuzzerInitialize(String[] arguments) {
        kind = Kind.valueOf(arguments[0]);
        file = Path.of(arguments[1]).resolve(kind.fileName());
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(file, kind.file(data));
        try {
            kind.read(file);
        } catch (InvalidFileException
                | UnsupportedModelException
                | TokenizerException
                | WireException
                | JsonParseException refused) {
            int length = String.valueOf(refused.getMessage()).length();
            if (length > 4_000) {
                throw new IllegalStateException("a refusal of " + length + " characters", refused);
            }
        }
    }
}
