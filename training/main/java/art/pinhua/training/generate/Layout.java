package art.pinhua.training.generate;

import art.pinhua.training.model.UNetConfig;

/// How the weights of a model's convolutions lie in memory (decision 20).
public enum Layout {
    /// Row by row, as in files.
    ROWS,
    /// With the channels innermost.
    CHANNELS_LAST,
    /// `CHANNELS_LAST` where it was measured to be quicker: in autoencoders, in wide denoisers, and in the levels of
    /// narrow ones that attend, for what an attention gives lies so in any case.
    QUICKEST;

    /// Channels of the finest level: slower at 64, quicker at 320.
    private static final int WIDE = 256;

    /// Whether a weight of the denoiser lies so, if it is that of a convolution.
    boolean channelsLast(UNetConfig denoiser, String key) {
        return switch (this) {
            case ROWS -> false;
            case CHANNELS_LAST -> true;
            case QUICKEST -> denoiser.blockOutChannels().getFirst() >= WIDE || attends(denoiser, key);
        };
    }

    /// Whether the weight is one of a level with attention.
    private static boolean attends(UNetConfig denoiser, String key) {
        String[] path = key.split("\\.", 3);
        return switch (path[0]) {
            case "down_blocks" -> denoiser.downAttention().get(Integer.parseInt(path[1]));
            case "mid_block" -> true;
            case "up_blocks" -> denoiser.downAttention().get(denoiser.levels() - 1 - Integer.parseInt(path[1]));
            default -> false;
        };
    }

    boolean channelsLastInAutoencoder() {
        return this != ROWS;
    }
}
