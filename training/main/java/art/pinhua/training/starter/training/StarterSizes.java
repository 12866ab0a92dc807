package art.pinhua.training.starter.training;

import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.trainer.TrainingException;
import java.util.List;

/// The sizes of a starter model.
/// @param curriculum what it learns from; decides the side of the pictures and the longest prompt
/// @param usual      how long it is trained where no hours are named
record StarterSizes(
        Curriculum curriculum,
        AutoencoderConfig autoencoder,
        UNetConfig denoiser,
        int textWidth,
        int textLayers,
        Steps usual) {
    /// @param windows       of the autoencoder on windows of its pictures
    /// @param wholePictures of the autoencoder after them, or alone where it goes on from an earlier one
    /// @param denoiser      of the denoiser
    record Steps(int windows, int wholePictures, int denoiser) {}

    private static final int TEXT_HEAD_WIDTH = 32;
    static final int PADDING = 0;
    static final int OPENING = 2;
    static final int CLOSING = 3;

    /// 64 pixels: latents of 16 × 16, attention to the text at 8 × 8 and 4 × 4, 3.5 million parameters in all. Heads
    /// are 32 and 40 wide, because narrow ones are slow on a CPU.
    static StarterSizes of64() {
        return new StarterSizes(
                new SmallCurriculum(64),
                AutoencoderConfig.of(64, List.of(32, 48, 64), 1, 16, 1),
                UNetConfig.of(16, List.of(32, 64, 80), List.of(false, true, true), 1, 64, 2, 16),
                64,
                2,
                new Steps(2_800, 3_200, 16_000));
    }

    /// Channels of the latents at 128 pixels. With the 4 of Stable Diffusion 1.5 the autoencoder stays near 22 dB: four
    /// numbers for 8 × 8 pixels are too few for eyes and folds.
    private static final int LATENT_CHANNELS = 8;

    /// Heads of the attention that takes the text as a whole: as many as there are traits.
    private static final int TRAITS = 8;

    /// 128 pixels: latents of 16 × 16 by a factor of 8 as in Stable Diffusion 1.5, attention to the text at
    /// 8 × 8 and 4 × 4, 15.9 million parameters in all. Hair and head are a few cells of the finest level,
    /// which attends to no text: so every layer is told the text as a whole as well.
    static StarterSizes of128() {
        return new StarterSizes(
                new PaintingCurriculum(128),
                AutoencoderConfig.of(128, List.of(32, 64, 96, 128), 1, 32, 1).withLatentChannels(LATENT_CHANNELS),
                UNetConfig.of(16, List.of(64, 128, 192), List.of(false, true, true), 1, 128, 4, 32)
                        .withLatentChannels(LATENT_CHANNELS)
                        .withWholeText(TRAITS),
                128,
                3,
                new Steps(2_800, 3_200, 24_000));
    }

    /// @param side 64 or 128
    static StarterSizes of(int side) {
        return switch (side) {
            case 64 -> of64();
            case 128 -> of128();
            default -> throw new TrainingException("A starter model has 64 or 128 pixels a side, not " + side);
        };
    }

    int side() {
        return curriculum.side();
    }

    /// @param vocabulary number of tokens
    ClipTextConfig text(int vocabulary) {
        return new ClipTextConfig(
                vocabulary,
                textWidth,
                4 * textWidth,
                textLayers,
                textWidth / TEXT_HEAD_WIDTH,
                curriculum.positions(),
                "quick_gelu",
                1e-5,
                OPENING,
                CLOSING,
                PADDING,
                0);
    }
}
