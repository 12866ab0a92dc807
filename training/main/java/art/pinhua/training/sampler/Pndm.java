package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/// Pseudo linear multistep sampling (Liu et al., PNDM, arXiv 2202.09778, section 3.3): the step of DDIM along a
/// blend of the last four noise predictions. The first step is done twice, the second time along the mean of the
/// predictions at both of its ends, so that n steps ask the denoiser n + 1 times.
///
/// Velocities are turned into noise before they are blended. A schedule that starts without any signal does its
/// first step once: noise alone says nothing about where the second try should lead.
public final class Pndm implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;

    public Pndm(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    /// @param signal √ᾱ at its timestep
    /// @param noise  √(1−ᾱ) there
    private record Level(double timestep, double signal, double noise) {}

    /// What one question to the denoiser said.
    private record Said(NDArray epsilon, NDArray clean) {}

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        List<Level> levels = levels(canvas.steps());
        List<Level> run = levels.subList(canvas.first(), levels.size());
        int steps = run.size() - 1;
        boolean twice = startsTwice(run);
        int calls = steps + (twice ? 1 : 0);
        int call = 0;
        var before = new ArrayList<NDArray>(); // predictions, the latest first
        NDArray latents =
                canvas.begin(tensors, run.getFirst().signal(), run.getFirst().noise(), 1);
        for (int i = 0; i < steps; i++) {
            Level from = run.get(i);
            Level to = run.get(i + 1);
            boolean last = i + 1 == steps;
            NDArray x = latents;
            Said said = ask(denoiser, x, from);
            before.addFirst(said.epsilon());
            NDArray blend = tensors.scoped(() -> blend(before));
            NDArray clean = before.size() == 1 ? said.clean() : clean(x, blend, from);
            latents = stepped(canvas, x, clean, from, to, last);
            listener.stepped(++call, calls, latents, clean);
            if (i == 0 && twice) {
                NDArray there = latents;
                NDArray ahead = ask(denoiser, there, to).epsilon();
                NDArray mean = tensors.scoped(() -> tensors.mul(said.epsilon().add(ahead), 0.5));
                NDArray better = clean(x, mean, from);
                latents = stepped(canvas, x, better, from, to, last);
                listener.stepped(++call, calls, latents, better);
            }
            if (before.size() == 4) {
                before.removeLast();
            }
        }
        return latents;
    }

    private Said ask(Denoiser denoiser, NDArray x, Level at) {
        NDArray output = tensors.scoped(() -> denoiser.predict(x, at.timestep()));
        NDArray clean = tensors.scoped(() -> config.prediction().clean(tensors, x, output, at.signal(), at.noise()));
        NDArray epsilon =
                tensors.scoped(() -> tensors.mul(x, 1 / at.noise()).sub(tensors.mul(clean, at.signal() / at.noise())));
        return new Said(epsilon, clean);
    }

    private NDArray clean(NDArray x, NDArray epsilon, Level at) {
        return tensors.scoped(() -> tensors.mul(x.sub(tensors.mul(epsilon, at.noise())), 1 / at.signal()));
    }

    private NDArray stepped(Canvas canvas, NDArray x, NDArray clean, Level from, Level to, boolean last) {
        double share = to.noise() / from.noise();
        return tensors.scoped(() -> canvas.kept(
                tensors,
                tensors.mul(x, share).add(tensors.mul(clean, to.signal() - from.signal() * share)),
                last ? 1 : to.signal(),
                last ? 0 : to.noise()));
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

    private static boolean startsTwice(List<Level> run) {
        return run.size() > 2 && run.getFirst().signal() > 0;
    }

    /// The levels of all steps, then the one behind the last.
    private List<Level> levels(int steps) {
        NoiseSchedule schedule = config.schedule();
        var levels = new ArrayList<Level>();
        for (double t : Timesteps.spaced(config, steps, true)) {
            levels.add(new Level(t, schedule.signal((int) t), schedule.noise((int) t)));
        }
        levels.add(config.endsClean() ? new Level(0, 1, 0) : new Level(0, schedule.signal(0), schedule.noise(0)));
        return levels;
    }

    /// As many as the denoiser is asked: the second may come twice.
    @Override
    public double[] timesteps(int steps) {
        List<Level> levels = levels(steps);
        var asked = new ArrayList<Double>();
        for (Level level : levels.subList(0, steps)) {
            asked.add(level.timestep());
            if (asked.size() == 2 && startsTwice(levels)) {
                asked.add(level.timestep());
            }
        }
        return asked.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
