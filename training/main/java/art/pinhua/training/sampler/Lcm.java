package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;

/// Latent consistency models (Luo et al., arXiv 2310.04378, algorithm 3): the network answers with the picture in
/// one go, and each further step adds noise again and asks once more. For models or adapters that were distilled to
/// it: four to eight steps and a guidance of 1 to 2.
///
/// The answer is `c_out x̂₀ + c_skip x` with `c_skip = σ²/(s² + σ²)`, `c_out = s/√(s² + σ²)`, s = 10 t and σ = ½, so
/// that at t = 0 the picture is left alone.
public final class Lcm implements Sampler {
    /// Steps of the teacher, at whose timesteps the student was trained.
    public static final int MOST_STEPS = 50;

    private static final double TIMESTEP_SCALE = 10;
    private static final double SIGMA_DATA = 0.5;

    private final Tensors tensors;
    private final ScheduleConfig config;

    public Lcm(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        NoiseSchedule schedule = config.schedule();
        int steps = canvas.steps();
        int first = canvas.first();
        double[] timesteps = timesteps(steps);
        int start = (int) timesteps[first];
        NDArray latents = canvas.begin(tensors, schedule.signal(start), schedule.noise(start), 1);
        for (int i = first; i < steps; i++) {
            int t = (int) timesteps[i];
            double scaled = t * TIMESTEP_SCALE;
            double square = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
            NDArray x = latents;
            NDArray clean = tensors.scoped(() -> {
                NDArray guess = config.prediction()
                        .clean(tensors, x, denoiser.predict(x, t), schedule.signal(t), schedule.noise(t));
                return tensors.mul(guess, scaled / Math.sqrt(square))
                        .add(tensors.mul(x, SIGMA_DATA * SIGMA_DATA / square));
            });
            boolean last = i + 1 == steps;
            int next = last ? 0 : (int) timesteps[i + 1];
            double signal = last ? 1 : schedule.signal(next);
            double noise = last ? 0 : schedule.noise(next);
            int step = i;
            latents = tensors.scoped(() -> {
                NDArray noisy = last
                        ? tensors.mul(clean, 1)
                        : tensors.mul(clean, signal)
                                .add(tensors.mul(canvas.fresh().draw(step, x.getShape()), noise));
                return canvas.kept(tensors, noisy, signal, noise);
            });
            listener.stepped(i + 1 - first, steps - first, latents, clean);
        }
        return latents;
    }

    /// @throws IllegalArgumentException when there are more steps than the teacher had
    @Override
    public double[] timesteps(int steps) {
        int all = config.schedule().timesteps();
        int teacher = Math.min(MOST_STEPS, all);
        Timesteps.requireSteps(steps, teacher);
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int skipped = (int) Math.floor(i * (double) teacher / steps);
            timesteps[i] = (teacher - skipped) * (all / teacher) - 1;
        }
        return timesteps;
    }
}
