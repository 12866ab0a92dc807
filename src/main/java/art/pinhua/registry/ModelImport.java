package art.pinhua.registry;

import art.pinhua.training.contract.PredictionKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The row of one import.
/// @param name        of a learned word what prompts call it
/// @param path        on the machine of the application; of base models
/// @param baseModelId what it is meant for; of adapters and learned words
/// @param size        bytes that are to be sent; of adapters
/// @param received    of them
/// @param sha256      of the file of an adapter or a learned word, once it is here
/// @param madeOf      what that file was joined of; empty if it came as one
/// @param prediction  what a checkpoint in one file is to be taken to predict, whatever it says
/// @param tokenizerOf the base model whose tokenizers a checkpoint in one file takes
/// @param licence     what the importer knows of it
/// @param origin      where it was found
/// @param knownAs     the name of a base model or an adapter that was known before
/// @param moved       whether that model is read from this import's place since
record ModelImport(
        UUID id,
        ImportKind kind,
        String name,
        @Nullable String path,
        @Nullable UUID baseModelId,
        long size,
        long received,
        @Nullable String sha256,
        String madeOf,
        @Nullable PredictionKind prediction,
        @Nullable UUID tokenizerOf,
        String licence,
        String origin,
        String requestedBy,
        ImportState state,
        @Nullable String error,
        @Nullable UUID modelVersionId,
        @Nullable UUID learnedWordId,
        @Nullable String knownAs,
        boolean moved,
        Instant createdAt) {
    boolean over() {
        return state.over();
    }
}
