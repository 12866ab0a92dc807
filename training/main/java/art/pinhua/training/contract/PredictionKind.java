package art.pinhua.training.contract;

/// What a denoiser says, where its files do not tell or tell it wrongly.
public enum PredictionKind {
    /// The noise.
    EPSILON("epsilon", false),
    /// The velocity v.
    VELOCITY("v_prediction", false),
    /// The velocity v, along a schedule that ends in pure noise.
    VELOCITY_ZERO_SNR("v_prediction", true);

    private final String type;
    private final boolean zeroSnr;

    PredictionKind(String type, boolean zeroSnr) {
        this.type = type;
        this.zeroSnr = zeroSnr;
    }

    /// As diffusers calls it.
    public String type() {
        return type;
    }

    /// Whether the last timestep is pure noise.
    public boolean zeroSnr() {
        return zeroSnr;
    }
}
