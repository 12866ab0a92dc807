package art.pinhua.statistics;

/// ln Γ, ln B and Gauss-Hermite nodes.
final class SpecialFunctions {

    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private SpecialFunctions() {}

    /// ln Γ(x) for x > 0: Stirling's series from 10 on (relative 1e-15), Lanczos below.
    static double lnGamma(double x) {
        if (!(x > 0)) {
            throw new IllegalArgumentException("x must be positive, was " + x);
        }
        if (x >= 10) {
            double inverse = 1 / x;
            double square = inverse * inverse;
            double series = inverse
                    * (1.0 / 12
                            - square
                                    * (1.0 / 360
                                            - square
                                                    * (1.0 / 1260
                                                            - square
                                                                    * (1.0 / 1680
                                                                            - square
                                                                                    * (1.0 / 1188
                                                                                            - square * 691.0
                                                                                                    / 360360)))));
            return (x - .5) * Math.log(x) - x + .5 * Math.log(2 * Math.PI) + series;
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return .5 * Math.log(2 * Math.PI) + (x - .5) * Math.log(t) - t + Math.log(sum);
    }

    static double lnBeta(double a, double b) {
        return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
    }

    /// Nodes and weights for E f(z), z standard normal: rows {z, weight}; exact for polynomials up to 2n − 1.
    static double[][] gaussHermite(int n) {
        double[][] rows = new double[n][2];
        double node = 0;
        for (int i = 0; i < (n + 1) / 2; i++) {
            node = guess(n, i, node, rows);
            double derivative = 1;
            for (int step = 0; step < 100; step++) {
                double p = Math.pow(Math.PI, -.25);
                double previous = 0;
                for (int j = 1; j <= n; j++) {
                    double older = previous;
                    previous = p;
                    p = node * Math.sqrt(2.0 / j) * previous - Math.sqrt((j - 1.0) / j) * older;
                }
                derivative = Math.sqrt(2.0 * n) * previous;
                double move = p / derivative;
                node -= move;
                if (Math.abs(move) < 1e-15) {
                    break;
                }
            }
            double weight = 2 / (derivative * derivative) / Math.sqrt(Math.PI);
            rows[i] = new double[] {node * Math.sqrt(2), weight};
            rows[n - 1 - i] = new double[] {-node * Math.sqrt(2), weight};
        }
        return rows;
    }

    /// First guesses of the roots from the largest down (Press et al., Numerical Recipes, gauher).
    private static double guess(int n, int i, double last, double[][] rows) {
        return switch (i) {
            case 0 -> Math.sqrt(2.0 * n + 1) - 1.85575 * Math.pow(2.0 * n + 1, -.16667);
            case 1 -> last - 1.14 * Math.pow(n, .426) / last;
            case 2 -> 1.86 * last - .86 * rows[0][0] / Math.sqrt(2);
            case 3 -> 1.91 * last - .91 * rows[1][0] / Math.sqrt(2);
            default -> 2 * last - rows[i - 2][0] / Math.sqrt(2);
        };
    }
}
