package art.pinhua.training.io;

import art.pinhua.training.io.AdapterFile.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A textual inversion (Gal et al., arXiv 2208.01618): a word that a text encoder has learned as vectors in the place
/// of tokens. Three forms are found:
///
/// | tensors | for |
/// |---|---|
/// | `emb_params` | one text encoder |
/// | one, named as the word (`<robe>`) | one text encoder |
/// | `clip_l`, `clip_g` | the two of the XL family |
public final class LearnedWord implements AutoCloseable {
    private static final String FIRST = "clip_l";
    private static final String SECOND = "clip_g";

    /// A word is short: a file with more is something else.
    private static final long MOST_TOKENS = 256;

    private final Safetensors file;
    private final Map<Part, Safetensors.Tensor> vectors;

    private LearnedWord(Safetensors file, Map<Part, Safetensors.Tensor> vectors) {
        this.file = file;
        this.vectors = vectors;
    }

    /// Maps a file.
    /// @throws InvalidFileException naming the tensor that does not belong
    public static LearnedWord open(Path path) throws IOException {
        Safetensors file = Safetensors.openSmall(path);
        try {
            return new LearnedWord(file, vectors(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<Part, Safetensors.Tensor> vectors(Safetensors file) throws InvalidFileException {
        var vectors = new EnumMap<Part, Safetensors.Tensor>(Part.class);
        for (Safetensors.Tensor tensor : file.tensors().values()) {
            Part part = tensor.name().equals(SECOND) ? Part.TEXT_ENCODER_2 : Part.TEXT_ENCODER;
            boolean alone = file.tensors().size() == 1;
            boolean pair = tensor.name().equals(FIRST) || tensor.name().equals(SECOND);
            if (!(alone && part == Part.TEXT_ENCODER)
                    && !(pair && file.tensors().size() == 2)) {
                throw new InvalidFileException(
                        file.file(), "no textual inversion: it holds the tensor " + Shown.name(tensor.name()));
            }
            vectors.put(part, table(file, tensor));
        }
        if (vectors.isEmpty()) {
            throw new InvalidFileException(file.file(), "no textual inversion: it holds no tensor");
        }
        return vectors;
    }

    /// One vector may be stored without its number of tokens.
    private static Safetensors.Tensor table(Safetensors file, Safetensors.Tensor tensor) throws InvalidFileException {
        List<Long> shape =
                tensor.shape().size() == 1 ? List.of(1L, tensor.shape().getFirst()) : tensor.shape();
        boolean numbers = switch (tensor.type()) {
            case F32, F16, BF16 -> true;
            default -> false;
        };
        if (shape.size() != 2 || shape.getFirst() < 1 || shape.getFirst() > MOST_TOKENS || !numbers) {
            throw new InvalidFileException(
                    file.file(),
                    "no textual inversion: its tensor %s has the shape %s of %s"
                            .formatted(Shown.name(tensor.name()), tensor.shape(), tensor.type()));
        }
        return new Safetensors.Tensor(tensor.name(), tensor.type(), shape, tensor.bytes());
    }

    /// By text encoder: (tokens, hiddenSize). The bytes are pages of the file.
    public Map<Part, Safetensors.Tensor> vectors() {
        return vectors;
    }

    /// Reads every number. One that is none, or beyond all bounds, would spoil each picture whose prompt has the word.
    /// @throws InvalidFileException naming the first tensor with such a number
    public void requireBounded() throws InvalidFileException {
        for (Safetensors.Tensor tensor : vectors.values()) {
            if (!tensor.bounded()) {
                throw new InvalidFileException(
                        file.file(),
                        "its tensor " + Shown.name(tensor.name())
                                + " holds numbers that are not finite, or not below 65,536");
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
