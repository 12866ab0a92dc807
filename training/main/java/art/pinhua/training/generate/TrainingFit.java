package art.pinhua.training.generate;

import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.model.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What can be drawn with but not trained here, told from configurations and headers: no weights are
/// read.
public final class TrainingFit {
    private TrainingFit() {}

    /// @param model  a pipeline folder, or a checkpoint in one file
    /// @param parent the adapter that training starts from; null for a fresh one
    /// @throws UnsupportedModelException for models with two text encoders, and for adapters of a text
    ///                                   encoder
    /// @throws IOException               when a file is missing or damaged, or the adapter does not fit
    ///                                   the model
    public static void require(Path model, @Nullable Path parent) throws IOException {
        PipelineFiles files = PipelineFiles.open(model);
        int texts = files.texts().size();
        if (texts > 1) {
            throw new UnsupportedModelException(
                    "Adapters are trained for models with one text encoder, this one has " + texts);
        }
        if (parent == null) {
            return;
        }
        try (AdapterFile adapter = AdapterFile.open(parent, BaseModel.adaptable(files))) {
            for (AdapterFile.Change change : adapter.changes()) {
                if (change.site().part() != Part.UNET) {
                    throw new UnsupportedModelException("Only adapters of the denoiser are trained further, and the"
                            + " parent changes the text encoder too, such as "
                            + change.site().path());
                }
            }
        }
    }
}
