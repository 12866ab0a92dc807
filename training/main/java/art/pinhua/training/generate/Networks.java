package art.pinhua.training.generate;

import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoder;
import art.pinhua.training.model.UNet;
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
/// @throws art.pinhua.training.model.UnsupportedModelException naming the two parts that do not fit
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
        sizes(texts, unet, autoencoder, previews).requireFit();
    }

    /// A model with one text encoder, fp32.
    public Networks(
            Tokenizer tokenizer, TextEncoder textEncoder, UNet unet, Autoencoder autoencoder, ScheduleConfig schedule) {
        this(List.of(new TextPart(tokenizer, textEncoder)), unet, autoencoder, schedule, false, Precision.FP32, null);
    }

    private static PartSizes sizes(
            List<TextPart> texts, UNet unet, Autoencoder autoencoder, @Nullable TinyDecoder previews) {
        return new PartSizes(
                texts.stream().map(TextPart::sizes).toList(),
                unet.config(),
                autoencoder.config(),
                previews == null ? null : previews.config());
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

    /// How many layers at the end of its text encoders can be left out, beyond those that the family leaves out.
    int mostClipSkip() {
        return sizes(texts, unet, autoencoder, previews).mostClipSkip();
    }

    /// Width and height the model was trained for, pixels.
    public int nativeSize() {
        return sizes(texts, unet, autoencoder, previews).nativeSize();
    }
}
