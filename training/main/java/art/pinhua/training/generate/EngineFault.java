package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineFailure;
import org.jspecify.annotations.Nullable;

/// A request that cannot be served, with the code its sender gets.
final class EngineFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final EngineFailure code;

    EngineFault(EngineFailure code, String message) {
        this(code, message, null);
    }

    EngineFault(EngineFailure code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    EngineFailure code() {
        return code;
    }
}
