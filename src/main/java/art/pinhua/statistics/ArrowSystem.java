package art.pinhua.statistics;

import java.util.Arrays;

/// A symmetric matrix over n items and g shared parameters, whose item part falls into blocks: items are only
/// coupled inside a block (images of one prompt) or through the shared parameters (ties, sides).
/// Blocks are eliminated one by one, so the cost is Σ n_block³ + n g² instead of (n + g)³.
final class ArrowSystem {

    private final int[] blockOf;
    private final int[] indexOf;
    private final int[][] itemsOf;
    private final double[][][] blocks;
    private final double[][] border;
    private final double[][] corner;
    private Cholesky[] factors = {};
    private double[][] eliminated = {};
    private Cholesky schur = Cholesky.of(new double[0][0]);

    /// @param blockOf block of each item, blocks numbered from 0
    ArrowSystem(int[] blockOf, int shared) {
        this.blockOf = blockOf;
        int count = Arrays.stream(blockOf).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        indexOf = new int[blockOf.length];
        for (int i = 0; i < blockOf.length; i++) {
            indexOf[i] = sizes[blockOf[i]]++;
        }
        itemsOf = new int[count][];
        blocks = new double[count][][];
        for (int b = 0; b < count; b++) {
            itemsOf[b] = new int[sizes[b]];
            blocks[b] = new double[sizes[b]][sizes[b]];
        }
        for (int i = 0; i < blockOf.length; i++) {
            itemsOf[blockOf[i]][indexOf[i]] = i;
        }
        border = new double[blockOf.length][shared];
        corner = new double[shared][shared];
    }

    int shared() {
        return corner.length;
    }

    int[][] blocks() {
        return itemsOf;
    }

    /// Adds to the entry of two items, which must be of one block.
    void addItems(int a, int b, double value) {
        blocks[blockOf[a]][indexOf[a]][indexOf[b]] += value;
    }

    void addBorder(int item, int parameter, double value) {
        border[item][parameter] += value;
    }

    void addCorner(int p, int q, double value) {
        corner[p][q] += value;
    }

    /// Adds λ to the diagonal of the items; without a ridge adds 11ᵀ/n to each block instead, which fixes the
    /// shift of its strengths, the one direction the answers say nothing about.
    void settle(double ridge) {
        for (double[][] block : blocks) {
            for (int i = 0; i < block.length; i++) {
                if (ridge > 0) {
                    block[i][i] += ridge;
                } else {
                    for (int j = 0; j < block.length; j++) {
                        block[i][j] += 1.0 / block.length;
                    }
                }
            }
        }
    }

    /// @throws ArithmeticException if the matrix is not positive definite
    ArrowSystem factor() {
        int g = shared();
        factors = new Cholesky[blocks.length];
        eliminated = new double[blockOf.length][g];
        double[][] complement = new double[g][];
        for (int p = 0; p < g; p++) {
            complement[p] = corner[p].clone();
        }
        for (int b = 0; b < blocks.length; b++) {
            factors[b] = Cholesky.of(blocks[b]);
            int[] items = itemsOf[b];
            for (int p = 0; p < g; p++) {
                double[] column = new double[items.length];
                for (int i = 0; i < items.length; i++) {
                    column[i] = border[items[i]][p];
                }
                column = factors[b].solve(column);
                for (int i = 0; i < items.length; i++) {
                    eliminated[items[i]][p] = column[i];
                    for (int q = 0; q < g; q++) {
                        complement[q][p] -= border[items[i]][q] * column[i];
                    }
                }
            }
        }
        schur = Cholesky.of(complement);
        return this;
    }

    /// Solves for a right side of n items followed by g shared parameters.
    double[] solve(double[] right) {
        int n = blockOf.length;
        int g = shared();
        double[] x = new double[n + g];
        double[] rest = Arrays.copyOfRange(right, n, n + g);
        for (int b = 0; b < blocks.length; b++) {
            int[] items = itemsOf[b];
            double[] part = new double[items.length];
            for (int i = 0; i < items.length; i++) {
                part[i] = right[items[i]];
            }
            if (Arrays.stream(part).allMatch(value -> value == 0)) {
                continue; // a rater answers about few of many blocks
            }
            part = factors[b].solve(part);
            for (int i = 0; i < items.length; i++) {
                x[items[i]] = part[i];
                for (int p = 0; p < g; p++) {
                    rest[p] -= border[items[i]][p] * part[i];
                }
            }
        }
        rest = schur.solve(rest);
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < g; p++) {
                x[i] -= eliminated[i][p] * rest[p];
            }
        }
        System.arraycopy(rest, 0, x, n, g);
        return x;
    }

    /// The part of the inverse that belongs to the items of one block: B⁻¹ + F S⁻¹ Fᵀ with the block B,
    /// F = B⁻¹ E of its border E, and the Schur complement S. No other block is looked at.
    double[][] inverse(int block) {
        int[] items = itemsOf[block];
        double[][] inverse = new double[items.length][];
        for (int i = 0; i < items.length; i++) {
            double[] unit = new double[items.length];
            unit[i] = 1;
            double[] row = factors[block].solve(unit);
            double[] shift = schur.solve(eliminated[items[i]]);
            for (int j = 0; j < items.length; j++) {
                for (int p = 0; p < shift.length; p++) {
                    row[j] += eliminated[items[j]][p] * shift[p];
                }
            }
            inverse[i] = row;
        }
        return inverse;
    }

    /// Takes the mean of each block out of its items: P = I − 11ᵀ/n.
    void centre(double[] values) {
        for (int[] items : itemsOf) {
            double mean = 0;
            for (int item : items) {
                mean += values[item];
            }
            mean /= items.length;
            for (int item : items) {
                values[item] -= mean;
            }
        }
    }
}
