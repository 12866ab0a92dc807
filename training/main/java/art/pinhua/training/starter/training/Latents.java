package art.pinhua.training.starter.training;

import art.pinhua.training.data.RecordFile;

/// Encoded pictures in a file, in the scale the denoiser works on.
/// @param channels per latent
/// @param side     height and width
/// @param count    number of pictures
record Latents(RecordFile file, int channels, int side, int count) {
    int size() {
        return channels * side * side;
    }

    /// Copies the latents of one picture, (channels, side, side).
    void read(int picture, float[] target, int at) {
        file.read(picture, target, at);
    }
}
