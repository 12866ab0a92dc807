package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.UnsupportedPipelineException;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.text.TokenizerException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What went wrong, in the words of the contract.
final class Faults {
    private static final String HEAP = "pinhua.engine.heap";
    private static final String PRECISION = "pinhua.engine.precision";
    private static final String REMEDIES =
            "take a smaller picture or model, set %s to bf16 or fp16, or give it more memory";
    private static final String ERROR = "RuntimeError: ";

    /// What libtorch and NVIDIA's libraries below it say where no room is found, in small letters.
    private static final List<String> NO_ROOM = List.of(
            "can't allocate memory",
            "bad_alloc",
            "out of memory",
            "cublas_status_alloc_failed",
            "cudnn_status_alloc_failed",
            "device_allocation_failed", // cuDNN 9
            "host_allocation_failed");

    /// What they say where no room is found, and where a library or its driver does not fit the GPU.
    private static final List<String> OFTEN_NO_ROOM = List.of(
            "cublas_status_not_initialized", // its handle finds no room
            "unable to find an engine"); // of cuDNN: none finds room to work

    /// What they say of faults that stay: after an illegal access, say, each later call fails too, until
    /// the process ends. Those of a single call, such as a kernel that is not there, cost a new process
    /// as well.
    private static final List<String> LOST = List.of(
            "cuda error",
            "cuda driver error",
            "cudnn_status_execution_failed",
            "cudnn_status_internal_error",
            "cudnn_status_mapping_error");

    /// What is said is kept with the job that failed, and files of strangers have a say in it.
    private static final int LONGEST_MESSAGE = 2_000;

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
            case EngineException lost when says(lost, LOST) -> EngineFailure.DEVICE_LOST;
            case IllegalArgumentException nonsense -> EngineFailure.REQUEST_INVALID;
            default -> EngineFailure.INTERNAL;
        };
    }

    static String message(Throwable fault) {
        return message(fault, PRECISION);
    }

    /// As above, for those who do not set the engine's settings.
    /// @param precision what they set for numbers that take less memory
    static String message(Throwable fault, String precision) {
        return switch (fault) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile();
            case OutOfMemoryError full -> "The Java heap of the engine is full: raise " + HEAP;
            case EngineException full
            when isAllocation(full) -> "Memory does not suffice: " + remedies(full, precision);
            case EngineException inside -> shortened(cause(words(inside)));
            default -> shortened(words(fault));
        };
    }

    /// What to do, and libtorch's own words, which tell how much was wanted and how much there is.
    private static String remedies(EngineException full, String precision) {
        return REMEDIES.formatted(precision) + " (" + shortened(cause(words(full))) + ")";
    }

    private static String words(Throwable fault) {
        return Objects.requireNonNullElse(fault.getMessage(), fault.toString());
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    /// That not even one picture of a size finds room, and what to do.
    static String noRoom(Throwable fault, int width, int height) {
        if (fault instanceof OutOfMemoryError) {
            return "The Java heap of the engine does not suffice for pictures of %d × %d pixels: raise %s"
                    .formatted(width, height, HEAP);
        }
        String remedies =
                fault instanceof EngineException full ? remedies(full, PRECISION) : REMEDIES.formatted(PRECISION);
        return "Memory does not suffice for this model and one picture of %d × %d pixels: %s"
                .formatted(width, height, remedies);
    }

    /// What went wrong according to libtorch, which in a method of TorchScript says it after the way that
    /// led there.
    private static String cause(String message) {
        return message.lines()
                .filter(line -> line.startsWith(ERROR))
                .reduce((first, last) -> last)
                .map(line -> line.substring(ERROR.length()))
                .or(() -> message.lines().findFirst())
                .orElse(message);
    }

    /// Whether something found no room, in native memory or in the Java heap.
    static boolean wantsMemory(Throwable fault) {
        return fault instanceof OutOfMemoryError || fault instanceof EngineException inside && isAllocation(inside);
    }

    /// Whether libtorch, or a library below it, found no room for a tensor, as far as can be told.
    static boolean isAllocation(EngineException fault) {
        return isCertainlyAllocation(fault) || says(fault, OFTEN_NO_ROOM);
    }

    /// As above, leaving out what is said of libraries that do not work as well.
    static boolean isCertainlyAllocation(EngineException fault) {
        return says(fault, NO_ROOM);
    }

    private static boolean says(EngineException fault, List<String> words) {
        String message = Objects.requireNonNullElse(fault.getMessage(), "").toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(message::contains);
    }
}
