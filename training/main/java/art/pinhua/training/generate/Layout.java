package art.pinhua.training.generate;

import art.pinhua.training.model.UNetConfig;

/// How the weights of a model's convolutions lie in memory (decision 20).
public enum Layout {
    /// Row by row, as in files.
    ROWS,
    /// With the channels innermost.
    CHANNELS_LAST,
    /// `CHANNELS_LAST` where it was measured to be quicker: in autoencoders, and in wide denoisers.
    QUICKEST;

    /// Channels of the finest level: slower at 64, quicker at 320.
    private static final int WIDE = 256;

    boolean channelsLast(UNetConfig denoiser) {
        return this == CHANNELS_LAST
                || this == QUICKEST && denoiser.blockOutChannels().getFirst() >= WIDE;
    }

    boolean channelsLastInAutoencoder() {
        return this != ROWS;
    }
}
