package art.pinhua.training.generate;

import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.text.Tokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a text-to-image model that fit together. It owns no memory: weights belong to the caller.
///
/// @param texts          one, or two in the XL family: their states lie side by side, the second also gives the text
///                       as a whole
/// @param zeroWhenUnsaid whether an empty negative prompt is all zeros
/// @param precision      of unet and, unless it is fp16, of autoencoder
/// @param previews       a quick decoder, where one lies with the model
/// @throws UnsupportedModelException naming the two parts that do not fit
public record Networks(
        List<TextPart> texts,
        UNet unet,
        Autoencoder autoencoder,
        ScheduleConfig schedule,
        boolean zeroWhenUnsaid,
        Precision precision,
        @Nullable TinyDecoder previews) {
    public Networks {
        texts = List.copyOf(texts);
        require(
                texts.stream()
                                .mapToInt(text -> text.encoder().config().hiddenSize())
                                .sum()
                        == unet.config().crossAttentionDim(),
                "The text encoder is %d wide, the unet attends to %d",
                texts.stream()
                        .mapToInt(text -> text.encoder().config().hiddenSize())
                        .sum(),
                unet.config().crossAttentionDim());
        require(
                unet.config().inChannels() == autoencoder.config().latentChannels()
                        && unet.config().outChannels() == autoencoder.config().latentChannels(),
                "The unet takes %d latent channels, the vae has %d",
                unet.config().inChannels(),
                autoencoder.config().latentChannels());
        UNetConfig.Addition addition = unet.config().addition();
        int pooled = addition == null ? 0 : addition.pooledWidth();
        require(
                (addition != null) == (texts.size() > 1),
                "The model has %d text encoders, its unet takes a text as a whole of width %d",
                texts.size(),
                pooled);
        require(
                addition == null || texts.getLast().encoder().config().projectionDim() == pooled,
                "The second text encoder projects to %d, the unet takes %d",
                texts.getLast().encoder().config().projectionDim(),
                pooled);
        if (previews != null) {
            require(
                    previews.config().latentChannels() == autoencoder.config().latentChannels(),
                    "The tiny autoencoder has %d latent channels, the vae %d",
                    previews.config().latentChannels(),
                    autoencoder.config().latentChannels());
            require(
                    previews.config().factor() == autoencoder.config().factor(),
                    "The tiny autoencoder enlarges %d times, the vae %d times",
                    previews.config().factor(),
                    autoencoder.config().factor());
        }
        for (TextPart text : texts) {
            require(
                    text.tokenizer().maxLength() == texts.getFirst().tokenizer().maxLength(),
                    "The tokenizers make %d and %d tokens",
                    texts.getFirst().tokenizer().maxLength(),
                    text.tokenizer().maxLength());
        }
    }

    /// A model with one text encoder, fp32.
    public Networks(
            Tokenizer tokenizer, TextEncoder textEncoder, UNet unet, Autoencoder autoencoder, ScheduleConfig schedule) {
        this(List.of(new TextPart(tokenizer, textEncoder)), unet, autoencoder, schedule, false, Precision.FP32, null);
    }

    private static void require(boolean fits, String complaint, int one, int other) {
        if (!fits) {
            throw new UnsupportedModelException(complaint.formatted(one, other));
        }
    }

    /// The same model with another denoiser, such as one with adapters.
    public Networks over(UNet other) {
        return new Networks(texts, other, autoencoder, schedule, zeroWhenUnsaid, precision, previews);
    }

    /// The tokenizer of the first text encoder.
    public Tokenizer tokenizer() {
        return texts.getFirst().tokenizer();
    }

    /// The first text encoder.
    public TextEncoder textEncoder() {
        return texts.getFirst().encoder();
    }

    /// Whether it is of the XL family, which takes the last layer but one, the text as a whole, and sizes.
    public boolean xl() {
        return texts.size() > 1;
    }

    /// Width and height the model was trained for, pixels.
    public int nativeSize() {
        return unet.config().sampleSize() * autoencoder.config().factor();
    }
}
