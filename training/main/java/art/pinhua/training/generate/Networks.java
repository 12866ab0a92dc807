package art.pinhua.training.generate;

import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.text.Tokenizer;

/// The parts of a text-to-image model that fit together. It owns no memory: weights belong to the caller.
/// @throws UnsupportedModelException naming the two parts that do not fit
public record Networks(
        Tokenizer tokenizer, TextEncoder textEncoder, UNet unet, Autoencoder autoencoder, ScheduleConfig schedule) {
    public Networks {
        int positions = textEncoder.config().maxPositionEmbeddings();
        require(
                textEncoder.config().takes(tokenizer.maxLength()),
                "The tokenizer makes %d tokens, the text encoder takes %d",
                tokenizer.maxLength(),
                positions);
        require(
                tokenizer.vocabularySize() <= textEncoder.config().vocabSize(),
                "The tokenizer has %d numbers, the text encoder knows %d",
                tokenizer.vocabularySize(),
                textEncoder.config().vocabSize());
        require(
                textEncoder.config().hiddenSize() == unet.config().crossAttentionDim(),
                "The text encoder is %d wide, the unet attends to %d",
                textEncoder.config().hiddenSize(),
                unet.config().crossAttentionDim());
        require(
                unet.config().inChannels() == autoencoder.config().latentChannels()
                        && unet.config().outChannels() == autoencoder.config().latentChannels(),
                "The unet takes %d latent channels, the vae has %d",
                unet.config().inChannels(),
                autoencoder.config().latentChannels());
    }

    private static void require(boolean fits, String complaint, int one, int other) {
        if (!fits) {
            throw new UnsupportedModelException(complaint.formatted(one, other));
        }
    }

    /// Width and height the model was trained for, pixels.
    public int nativeSize() {
        return unet.config().sampleSize() * autoencoder.config().factor();
    }
}
