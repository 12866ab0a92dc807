package art.pinhua.training.starter.training;

/// Embeddings of tokens that training never met.
final class UnusedTokens {
    private UnusedTokens() {}

    /// Replaces rows that never had a gradient by the mean of those that had.
    /// @param embedding     (tokens, width), changed in place
    /// @param secondMoments of the optimiser, the same shape: zero where there was never a gradient
    static void neutralise(float[] embedding, float[] secondMoments, int width) {
        int tokens = embedding.length / width;
        var mean = new double[width];
        var used = new boolean[tokens];
        int count = 0;
        for (int token = 0; token < tokens; token++) {
            for (int i = token * width; i < (token + 1) * width; i++) {
                used[token] |= secondMoments[i] != 0;
            }
            if (used[token]) {
                count++;
                for (int i = 0; i < width; i++) {
                    mean[i] += embedding[token * width + i];
                }
            }
        }
        if (count == 0) {
            return;
        }
        var neutral = new float[width];
        for (int i = 0; i < width; i++) {
            neutral[i] = (float) (mean[i] / count);
        }
        for (int token = 0; token < tokens; token++) {
            if (!used[token]) {
                System.arraycopy(neutral, 0, embedding, token * width, width);
            }
        }
    }
}
