package art.pinhua.training.generate;

import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoderConfig;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sizes of a model's parts, which must fit each other; known without any weight.
///
/// @param texts    as in [Networks]
/// @param previews of a tiny autoencoder, where one lies with the model
record PartSizes(
        List<Text> texts,
        UNetConfig unet,
        AutoencoderConfig autoencoder,
        @Nullable TinyDecoderConfig previews) {
    /// A tokenizer and the text encoder that takes its numbers.
    record Text(Tokenizer tokenizer, TextEncoder.Config encoder) {
        /// @throws UnsupportedModelException if they do not fit
        void requireFit() {
            require(
                    encoder.takes(tokenizer.maxLength()),
                    "The tokenizer makes %d tokens, the text encoder takes %d",
                    tokenizer.maxLength(),
                    encoder.maxPositionEmbeddings());
            require(
                    tokenizer.vocabularySize() <= encoder.vocabSize(),
                    "The tokenizer has %d numbers, the text encoder knows %d",
                    tokenizer.vocabularySize(),
                    encoder.vocabSize());
        }
    }

    /// Those of files, by their configurations.
    /// @param place the folder, or the checkpoint in one file
    static PartSizes of(PipelineFiles files, Path place) throws IOException {
        var texts = new ArrayList<Text>();
        for (Network network : files.texts()) {
            texts.add(new Text(files.readTokenizer(network), TextEncoder.Config.parse(files.config(network))));
        }
        return new PartSizes(
                List.copyOf(texts),
                UNetConfig.parse(files.config(Network.UNET)),
                AutoencoderConfig.parse(files.config(Network.VAE)),
                PreviewModel.config(place));
    }

    /// @throws UnsupportedModelException naming the two parts that do not fit
    void requireFit() {
        texts.forEach(Text::requireFit);
        int width = texts.stream().mapToInt(text -> text.encoder().hiddenSize()).sum();
        require(
                width == unet.crossAttentionDim(),
                "The text encoder is %d wide, the unet attends to %d",
                width,
                unet.crossAttentionDim());
        require(
                unet.inChannels() == autoencoder.latentChannels() && unet.outChannels() == autoencoder.latentChannels(),
                "The unet takes %d latent channels, the vae has %d",
                unet.inChannels(),
                autoencoder.latentChannels());
        UNetConfig.Addition addition = unet.addition();
        int pooled = addition == null ? 0 : addition.pooledWidth();
        require(
                (addition != null) == (texts.size() > 1),
                "The model has %d text encoders, its unet takes a text as a whole of width %d",
                texts.size(),
                pooled);
        int projection = texts.getLast().encoder().projectionDim();
        require(
                addition == null || projection == pooled,
                "The second text encoder projects to %d, the unet takes %d",
                projection,
                pooled);
        if (previews != null) {
            require(
                    previews.latentChannels() == autoencoder.latentChannels(),
                    "The tiny autoencoder has %d latent channels, the vae %d",
                    previews.latentChannels(),
                    autoencoder.latentChannels());
            require(
                    previews.factor() == autoencoder.factor(),
                    "The tiny autoencoder enlarges %d times, the vae %d times",
                    previews.factor(),
                    autoencoder.factor());
        }
        int tokens = texts.getFirst().tokenizer().maxLength();
        for (Text text : texts) {
            require(
                    text.tokenizer().maxLength() == tokens,
                    "The tokenizers make %d and %d tokens",
                    tokens,
                    text.tokenizer().maxLength());
        }
    }

    /// Of a checkpoint in one file, whose tokenizers come from elsewhere: the numbers of a smaller
    /// vocabulary would all be known, and mean other words.
    /// @throws UnsupportedModelException naming both sizes
    void requireWholeVocabulary() {
        for (Text text : texts) {
            require(
                    text.tokenizer().vocabularySize() == text.encoder().vocabSize(),
                    "The tokenizer has %d numbers, the checkpoint's text encoder knows %d: it is another model's",
                    text.tokenizer().vocabularySize(),
                    text.encoder().vocabSize());
        }
    }

    private static void require(boolean fits, String complaint, int one, int other) {
        if (!fits) {
            throw new UnsupportedModelException(complaint.formatted(one, other));
        }
    }

    /// How many layers at the end of every text encoder pictures can be drawn without, 0 to
    /// [SamplingSettings#MOST_CLIP_SKIP], beyond the one that the XL family leaves out anyway.
    int mostClipSkip() {
        int anyway = texts.size() > 1 ? 1 : 0;
        int most = texts.stream()
                .mapToInt(text -> text.encoder().mostLeftOut() - anyway)
                .min()
                .orElse(0);
        return Math.clamp(most, 0, SamplingSettings.MOST_CLIP_SKIP);
    }

    /// Width and height the model was trained for, pixels.
    int nativeSize() {
        return unet.sampleSize() * autoencoder.factor();
    }
}
