package art.pinhua.training.generate;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.UNetConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/// What decides whether an adapter that fits one pipeline fits another: names and shapes of the weights
/// that adapters may change.
final class LayerShapes {
    private LayerShapes() {}

    /// SHA-256, equal for pipelines that take the same adapters. No weight is read, only configurations.
    /// The heads of the unet and the sizes of the text encoders count too: where those differ, weights
    /// of one shape mean other things.
    static String digest(PipelineFiles files) throws IOException {
        var lines = new TreeSet<String>();
        BaseModel.adaptable(files)
                .forEach((part, shapes) -> shapes.forEach(
                        (key, shape) -> lines.add(part.name() + " " + key + " " + Arrays.toString(shape))));
        BaseModel.textConfigs(files)
                .forEach((part, text) -> lines.add(part.name() + " " + text.vocabSize() + " words, " + text.hiddenSize()
                        + " wide, " + text.numHiddenLayers() + " layers"));
        var unet = UNetConfig.parse(files.config(Network.UNET));
        lines.add("heads " + unet.heads());
        if (unet.wholeTextHeads() > 0) {
            lines.add("heads of the whole text " + unet.wholeTextHeads());
        }
        return DigestUtils.sha256Hex(String.join("\n", lines));
    }
}
