package art.pinhua.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Real votes with published results; see `statistics/README.md` among the test resources.
final class ReferenceVotes {

    static final int MODELS = 59;
    static final int RATERS = 124;

    /// One vote of the llmfao set; `winner` is l, r or t.
    record Vote(int pair, int rater, char winner, int left, int right) {}

    private ReferenceVotes() {}

    static List<String[]> rows(String file) {
        try (InputStream in = ReferenceVotes.class.getResourceAsStream("/statistics/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Vote> votes() {
        return rows("llmfao-votes.csv").stream()
                .map(r -> new Vote(
                        Integer.parseInt(r[0]),
                        Integer.parseInt(r[1]),
                        r[2].charAt(0),
                        Integer.parseInt(r[3]),
                        Integer.parseInt(r[4])))
                .toList();
    }

    /// One number a model: column 2 on of the score table.
    static double[] scores(int column) {
        return rows("llmfao-scores.csv").stream()
                .mapToDouble(r -> Double.parseDouble(r[column]))
                .toArray();
    }

    static int model(String name) {
        for (String[] row : rows("llmfao-scores.csv")) {
            if (row[1].equals('"' + name + '"')) {
                return Integer.parseInt(row[0]);
            }
        }
        throw new IllegalArgumentException(name);
    }

    static Judgement judgement(Vote vote) {
        return switch (vote.winner) {
            case 'l' -> Judgement.leftWins(vote.rater, vote.left, vote.right);
            case 'r' -> Judgement.rightWins(vote.rater, vote.left, vote.right);
            default -> Judgement.tie(vote.rater, vote.left, vote.right);
        };
    }

    static List<Judgement> withTies() {
        return votes().stream().map(ReferenceVotes::judgement).toList();
    }

    static List<Judgement> decisive() {
        return votes().stream()
                .filter(v -> v.winner != 't')
                .map(ReferenceVotes::judgement)
                .toList();
    }

    /// Ties split into half a win for each side; `source` gets the vote each judgement comes from.
    static List<Judgement> tiesAsHalves(List<Vote> source) {
        var judgements = new ArrayList<Judgement>();
        for (Vote vote : votes()) {
            if (vote.winner == 't') {
                judgements.add(
                        Judgement.leftWins(vote.rater, vote.left, vote.right).times(.5));
                judgements.add(
                        Judgement.rightWins(vote.rater, vote.left, vote.right).times(.5));
                source.add(vote);
            } else {
                judgements.add(judgement(vote));
            }
            source.add(vote);
        }
        return judgements;
    }

    static double[] centredLn(double[] scores) {
        double[] ln = Arrays.stream(scores).map(Math::log).toArray();
        double mean = Arrays.stream(ln).average().orElseThrow();
        return Arrays.stream(ln).map(x -> x - mean).toArray();
    }
}
