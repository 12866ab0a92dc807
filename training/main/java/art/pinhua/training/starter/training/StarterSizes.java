package art.pinhua.training.starter.training;

import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.UNetConfig;
import java.util.List;

/// The sizes of a starter model.
/// @param side pixels per side of a picture
record StarterSizes(int side, AutoencoderConfig autoencoder, UNetConfig denoiser, int textWidth, int textLayers) {
    private static final int TEXT_HEAD_WIDTH = 32;
    private static final int PADDING = 0;
    private static final int OPENING = 2;
    private static final int CLOSING = 3;

    /// 64 pixels: latents of 16 × 16, attention to the text at 8 × 8 and 4 × 4. Heads are 48 and 64 wide, because
    /// narrow ones are slow on a CPU.
    static StarterSizes of64() {
        return new StarterSizes(
                64,
                AutoencoderConfig.of(64, List.of(32, 48, 64), 1, 16, 1),
                UNetConfig.of(16, List.of(64, 96, 128), List.of(false, true, true), 1, 128, 2, 32),
                128,
                2);
    }

    /// @param vocabulary number of tokens
    /// @param positions  longest prompt, tokens
    ClipTextConfig text(int vocabulary, int positions) {
        return new ClipTextConfig(
                vocabulary,
                textWidth,
                4 * textWidth,
                textLayers,
                textWidth / TEXT_HEAD_WIDTH,
                positions,
                "quick_gelu",
                1e-5,
                OPENING,
                CLOSING,
                PADDING,
                0);
    }
}
