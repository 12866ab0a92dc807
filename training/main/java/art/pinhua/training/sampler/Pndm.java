package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/// Pseudo linear multistep sampling (Liu et al., PNDM, arXiv 2202.09778, section 3.3): the step of DDIM
/// along a blend of the last four predictions. The first step is done twice, the second time along the
/// mean of the predictions at both of its ends, so that n steps ask the denoiser n + 1 times.
///
/// As in diffusers a step leads a whole stride down, see [Ddim], and velocities are blended as they
/// are: what the blend means is asked of the latents that the step starts from. Not as in diffusers is
/// the first step of a run from an image, which is done twice as well, and a schedule that starts
/// without any signal, which does its first step once: noise alone says nothing about where the second
/// try should lead. See decision 0027.
public final class Pndm implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;

    public Pndm(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    /// @param signal √ᾱ
    /// @param noise  √(1−ᾱ)
    private record Level(double signal, double noise) {
        static final Level CLEAN = new Level(1, 0);

        static Level of(double alphaBar) {
            return new Level(Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
        }
    }

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        double[] timesteps = Timesteps.spaced(config, canvas.steps(), true);
        int[] targets = Timesteps.targets(config, timesteps);
        int first = canvas.first();
        int last = timesteps.length - 1;
        boolean twice = startsTwice(timesteps, first);
        int calls = timesteps.length - first + (twice ? 1 : 0);
        int call = 0;
        var before = new ArrayList<NDArray>(); // predictions, the latest first
        Level start = level((int) timesteps[first]);
        NDArray latents = canvas.begin(tensors, start.signal(), start.noise(), 1);
        for (int i = first; i <= last; i++) {
            Level kept = i == last ? Level.CLEAN : level((int) timesteps[i + 1]);
            NDArray x = latents;
            NDArray output = ask(denoiser, x, timesteps[i]);
            before.addFirst(output);
            Level from = level((int) timesteps[i]);
            NDArray clean = clean(x, tensors.scoped(() -> blend(before)), from);
            latents = stepped(canvas, x, clean, from, level(targets[i]), kept);
            listener.stepped(++call, calls, latents, clean);
            if (i == first && twice) {
                int next = (int) timesteps[i + 1];
                NDArray ahead = ask(denoiser, latents, next);
                NDArray mean = tensors.scoped(() -> tensors.mul(output.add(ahead), 0.5));
                // a stride above where it leads, which need not be where it was the first time
                int all = config.schedule().timesteps();
                Level again = level(Math.min(all - 1, next + Timesteps.stride(config, timesteps.length)));
                NDArray better = clean(x, mean, again);
                latents = stepped(canvas, x, better, again, level(next), kept);
                listener.stepped(++call, calls, latents, better);
            }
            if (before.size() == 4) {
                before.removeLast();
            }
        }
        return latents;
    }

    private Level level(int timestep) {
        return Level.of(Timesteps.alphaBar(config, timestep));
    }

    private NDArray ask(Denoiser denoiser, NDArray x, double timestep) {
        return tensors.scoped(() -> denoiser.predict(x, timestep));
    }

    private NDArray clean(NDArray x, NDArray output, Level at) {
        return tensors.scoped(() -> config.prediction().clean(tensors, x, output, at.signal(), at.noise()));
    }

    /// @param kept of the image where a mask leaves it
    private NDArray stepped(Canvas canvas, NDArray x, NDArray clean, Level from, Level to, Level kept) {
        double share = to.noise() / from.noise();
        return tensors.scoped(() -> canvas.kept(
                tensors,
                tensors.mul(x, share).add(tensors.mul(clean, to.signal() - from.signal() * share)),
                kept.signal(),
                kept.noise()));
    }

    /// Adams-Bashforth over as many predictions as there are.
    private NDArray blend(List<NDArray> latestFirst) {
        double[] weights = switch (latestFirst.size()) {
            case 1 -> new double[] {1};
            case 2 -> new double[] {3 / 2., -1 / 2.};
            case 3 -> new double[] {23 / 12., -16 / 12., 5 / 12.};
            default -> new double[] {55 / 24., -59 / 24., 37 / 24., -9 / 24.};
        };
        NDArray sum = tensors.mul(latestFirst.getFirst(), weights[0]);
        for (int i = 1; i < weights.length; i++) {
            sum = sum.add(tensors.mul(latestFirst.get(i), weights[i]));
        }
        return sum;
    }

    private boolean startsTwice(double[] timesteps, int first) {
        return first + 1 < timesteps.length && config.schedule().signal((int) timesteps[first]) > 0;
    }

    /// As many as the denoiser is asked: the second may come twice.
    @Override
    public double[] timesteps(int steps) {
        double[] once = Timesteps.spaced(config, steps, true);
        if (!startsTwice(once, 0)) {
            return once;
        }
        double[] asked = new double[steps + 1];
        asked[0] = once[0];
        System.arraycopy(once, 1, asked, 2, steps - 1);
        asked[1] = once[1];
        return asked;
    }
}
