package art.pinhua.training;

import art.pinhua.training.bench.TasteBench;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.Options;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;

/// `./pinhua bench taste`: how much of a hidden taste a training run learns, a row for each seed.
public final class TasteBenchMain {
    private TasteBenchMain() {}

    public static void main(String[] arguments) throws IOException {
        var stop = StopRequest.onSignal();
        try {
            var options = Options.parse(
                    arguments,
                    "model",
                    "snapshot",
                    "adapter",
                    "prompts",
                    "images",
                    "votes",
                    "evaluated",
                    "pictures",
                    "strength",
                    "seeds",
                    "steps",
                    "groups",
                    "rank",
                    "rate",
                    "beta",
                    "mu",
                    "anchor",
                    "empty-anchor",
                    "ema",
                    "threads");
            var trained = new TasteBench.Trained(
                    options.count("steps", 200),
                    options.count("groups", 16),
                    options.count("rank", 8),
                    options.number("rate", 2e-3),
                    options.text("beta").isPresent() ? options.number("beta", 0) : null,
                    options.number("mu", .5),
                    options.number("anchor", .1),
                    options.number("empty-anchor", 2),
                    options.number("ema", .99),
                    options.count("threads", 1));
            System.out.print("""
                    | seed | prompts × pictures | steps × groups | rank | learning rate | β | adapted layers moved by | held-out accuracy | liked before | liked after | after preferred blind | background kept |
                    |---|---|---|---|---|---|---|---|---|---|---|---|
                    """);
            for (int seed = 1; seed <= options.count("seeds", 1) && !stop.isRequested(); seed++) {
                System.out.print(TasteBench.run(
                        new TasteBench.Setting(
                                options.text("model", ShippedModel.STARTER),
                                options.text("snapshot").orElse(null),
                                options.text("adapter").orElse(null),
                                options.count("prompts", 96),
                                options.count("images", 4),
                                options.count("votes", 4),
                                options.count("evaluated", 24),
                                options.count("pictures", 8),
                                options.number("strength", 1),
                                seed,
                                trained),
                        stop));
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench taste: " + e.getMessage());
            System.exit(2);
        } finally {
            stop.finished();
        }
    }
}
