package art.pinhua.training.trainer;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.objective.GroupPreference;
import java.util.ArrayList;
import java.util.List;

/// A preference group in the terms of the objective.
/// @param images    SHA-256 of each picture
/// @param judgement what people said, by index into `images`
/// @param best      index of the preferred picture
/// @param pairs     decided pairs, the preferred picture first
record StudyGroup(
        String prompt,
        List<String> images,
        GroupPreference.Judgement judgement,
        int best,
        List<GroupPreference.Pair> pairs,
        double weight) {

    static StudyGroup of(PreferenceGroup group) {
        int pictures = group.images().size();
        if (group.kind() != PreferenceGroup.Kind.SOFT) {
            var pairs = new ArrayList<GroupPreference.Pair>();
            for (int i = 0; i < pictures; i++) {
                for (int j = i + 1; j < pictures; j++) {
                    pairs.add(new GroupPreference.Pair(i, j, 1, 1));
                }
            }
            var order = new GroupPreference.Judgement.Order(pictures);
            return new StudyGroup(group.prompt(), group.images(), order, 0, pairs, group.weight());
        }
        var stated = new ArrayList<GroupPreference.Pair>();
        var decided = new ArrayList<GroupPreference.Pair>();
        var score = new double[pictures];
        for (PreferenceGroup.Pair pair : group.pairs()) {
            stated.add(new GroupPreference.Pair(pair.winner(), pair.loser(), pair.p(), pair.weight()));
            score[pair.winner()] += pair.weight() * (pair.p() - .5);
            score[pair.loser()] -= pair.weight() * (pair.p() - .5);
            if (pair.p() > .5) {
                decided.add(new GroupPreference.Pair(pair.winner(), pair.loser(), pair.p(), pair.weight()));
            } else if (pair.p() < .5) {
                decided.add(new GroupPreference.Pair(pair.loser(), pair.winner(), 1 - pair.p(), pair.weight()));
            }
        }
        int best = 0;
        for (int i = 1; i < pictures; i++) {
            best = score[i] > score[best] ? i : best;
        }
        var soft = new GroupPreference.Judgement.Soft(pictures, stated);
        return new StudyGroup(group.prompt(), group.images(), soft, best, decided, group.weight());
    }

    /// How much each group of a batch counts in a mean over them: its weight over their mean weight.
    /// Single precision makes it exactly 1 where the weights are equal.
    static float[] counts(List<StudyGroup> batch) {
        double sum = 0;
        for (StudyGroup group : batch) {
            sum += group.weight();
        }
        var counts = new float[batch.size()];
        for (int g = 0; g < counts.length; g++) {
            counts[g] = (float) (batch.get(g).weight() * counts.length / sum);
        }
        return counts;
    }
}
