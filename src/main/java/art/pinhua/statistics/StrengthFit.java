package art.pinhua.statistics;

import java.util.Arrays;
import java.util.List;

/// Newton's method on the penalised log-likelihood of all stages. Parameters are the n strengths, then
/// ln δ₂ … ln δ_D, then the common side if it is fitted.
final class StrengthFit {

    private static final int MOST_STEPS = 100;
    private static final double FAR = 60;

    final int items;
    final int maxTie;
    final StrengthOptions options;
    final ArrowSystem shape;
    final int[] blockOf;
    private final List<Stage> stages;
    private final StageModel model;
    double[] parameters;
    double logLikelihood;

    /// @param stages sorted, and counted where possible
    StrengthFit(int items, List<Stage> stages, StrengthOptions options) {
        this.items = items;
        this.stages = stages;
        this.options = options;
        maxTie = Stage.largestTie(stages);
        model = new StageModel(maxTie);
        blockOf = components(items, stages);
        shape = new ArrowSystem(blockOf, shared());
        parameters = new double[items + shared()];
    }

    private int shared() {
        return maxTie - 1 + (options.fitSide() ? 1 : 0);
    }

    StrengthFit run() {
        double value = penalised(parameters);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[parameters.length];
            ArrowSystem information = information(gradient);
            double[] move = factored(information).solve(gradient);
            double largest = Arrays.stream(move).map(Math::abs).max().orElse(0);
            double scale = 1;
            double[] next = moved(move, scale);
            double nextValue = penalised(next);
            while (!(nextValue >= value - 1e-12 * (1 + Math.abs(value))) && scale > 1e-10) {
                scale /= 2;
                next = moved(move, scale);
                nextValue = penalised(next);
            }
            parameters = next;
            value = nextValue;
            if (Arrays.stream(parameters).anyMatch(p -> !(Math.abs(p) < FAR))) {
                throw noMaximum();
            }
            if (largest < 1e-10) {
                shape.centre(parameters);
                logLikelihood = value + penalty(parameters);
                return this;
            }
        }
        throw noMaximum();
    }

    private ArrowSystem factored(ArrowSystem information) {
        try {
            return information.factor();
        } catch (ArithmeticException e) {
            throw noMaximum();
        }
    }

    private static IllegalArgumentException noMaximum() {
        return new IllegalArgumentException(
                "the likelihood has no finite maximum: some items always win or lose; use a ridge");
    }

    private double[] moved(double[] move, double scale) {
        double[] next = parameters.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += scale * move[i];
        }
        return next;
    }

    /// Half the squared parameters, each by its ridge.
    double penalty(double[] at) {
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            sum += ridgeOf(i) / 2 * at[i] * at[i];
        }
        return sum;
    }

    private double ridgeOf(int parameter) {
        return parameter < items
                ? options.ridge()
                : parameter < items + maxTie - 1 ? options.tieRidge() : options.sideRidge();
    }

    private double penalised(double[] at) {
        double sum = 0;
        double[] lnDelta = Arrays.copyOfRange(at, items, items + maxTie - 1);
        for (Stage stage : stages) {
            sum += stage.weight() * evaluate(stage, at, lnDelta);
        }
        return sum - penalty(at);
    }

    private double evaluate(Stage stage, double[] at, double[] lnDelta) {
        double side = options.raters().sides()[stage.rater()] + (options.fitSide() ? at[at.length - 1] : 0);
        return model.evaluate(stage, at, lnDelta, options.raters().slopes()[stage.rater()], side);
    }

    /// Negative second derivative with ridges at the current parameters; adds the gradient to `gradient`.
    ArrowSystem information(double[] gradient) {
        var information = new ArrowSystem(blockOf, shared());
        double[] lnDelta = Arrays.copyOfRange(parameters, items, items + maxTie - 1);
        for (Stage stage : stages) {
            evaluate(stage, parameters, lnDelta);
            int[] places = places(stage);
            double slope = options.raters().slopes()[stage.rater()];
            addScore(stage, places, slope, gradient);
            double[][] covariance = model.covariance(stage);
            int k = stage.items().length;
            for (int i = 0; i < places.length; i++) {
                for (int j = 0; j < places.length; j++) {
                    double value = stage.weight() * covariance[i][j] * (i < k ? slope : 1) * (j < k ? slope : 1);
                    if (places[i] < 0 || places[j] < 0) {
                        continue;
                    } else if (i < k && j < k) {
                        information.addItems(places[i], places[j], value);
                    } else if (i < k) {
                        information.addBorder(places[i], places[j] - items, value);
                    } else if (j >= k) {
                        information.addCorner(places[i] - items, places[j] - items, value);
                    }
                }
            }
        }
        information.settle(options.ridge());
        for (int p = 0; p < shared(); p++) {
            information.addCorner(p, p, ridgeOf(items + p));
        }
        for (int i = 0; i < parameters.length; i++) {
            gradient[i] -= ridgeOf(i) * parameters[i];
        }
        return information;
    }

    /// Adds the derivative of one stage's weighted log probability.
    void addScore(Stage stage, double[] score) {
        double[] lnDelta = Arrays.copyOfRange(parameters, items, items + maxTie - 1);
        evaluate(stage, parameters, lnDelta);
        addScore(stage, places(stage), options.raters().slopes()[stage.rater()], score);
    }

    private void addScore(Stage stage, int[] places, double slope, double[] score) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                double factor = stage.weight() * (i < stage.items().length ? slope : 1);
                score[places[i]] += factor * (model.observed[i] - model.expected[i]);
            }
        }
    }

    /// Parameter of each local feature of a stage, −1 where it is not fitted.
    private int[] places(Stage stage) {
        int k = stage.items().length;
        int[] places = new int[model.localSize(stage)];
        System.arraycopy(stage.items(), 0, places, 0, k);
        for (int d = 0; d < maxTie - 1; d++) {
            places[k + d] = items + d;
        }
        places[places.length - 1] = options.fitSide() ? items + maxTie - 1 : -1;
        return places;
    }

    /// Numbers the sets of items that are linked by answers.
    private static int[] components(int items, List<Stage> stages) {
        int[] parent = new int[items];
        Arrays.setAll(parent, i -> i);
        for (Stage stage : stages) {
            for (int item : stage.items()) {
                parent[root(parent, item)] = root(parent, stage.items()[0]);
            }
        }
        int[] number = new int[items];
        int[] of = new int[items];
        int count = 0;
        for (int i = 0; i < items; i++) {
            int root = root(parent, i);
            if (number[root] == 0) {
                number[root] = ++count;
            }
            of[i] = number[root] - 1;
        }
        return of;
    }

    private static int root(int[] parent, int item) {
        while (parent[item] != item) {
            parent[item] = parent[parent[item]];
            item = parent[item];
        }
        return item;
    }
}
