package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.UnsupportedPipelineException;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.text.TokenizerException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;

/// What went wrong, in the words of the contract.
final class Faults {
    private Faults() {}

    static EngineFailure code(Throwable fault) {
        return switch (fault) {
            case EngineFault known -> known.code();
            case NoSuchFileException missing -> EngineFailure.MODEL_NOT_FOUND;
            case UnsupportedPipelineException unsupported -> EngineFailure.MODEL_UNSUPPORTED;
            case InvalidFileException damaged -> EngineFailure.WEIGHTS_DAMAGED;
            case UnsupportedModelException unsupported -> EngineFailure.MODEL_UNSUPPORTED;
            case TokenizerException unsupported -> EngineFailure.MODEL_UNSUPPORTED;
            case NotFiniteException overflow -> EngineFailure.NOT_FINITE;
            case OutOfMemoryError full -> EngineFailure.OUT_OF_MEMORY;
            case EngineException full when isAllocation(full) -> EngineFailure.OUT_OF_MEMORY;
            case IllegalArgumentException nonsense -> EngineFailure.REQUEST_INVALID;
            default -> EngineFailure.INTERNAL;
        };
    }

    static String message(Throwable fault) {
        String message = Objects.requireNonNullElse(fault.getMessage(), fault.toString());
        return switch (fault) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile();
            case EngineException inside -> message.lines().findFirst().orElse(message);
            default -> message;
        };
    }

    /// Whether libtorch found no room for a tensor.
    static boolean isAllocation(EngineException fault) {
        String message = Objects.requireNonNullElse(fault.getMessage(), "").toLowerCase(Locale.ROOT);
        return message.contains("can't allocate memory")
                || message.contains("bad_alloc")
                || message.contains("out of memory");
    }
}
