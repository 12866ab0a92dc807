package art.pinhua.training.contract;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/// A line of `preferences.jsonl`: curated preferences between pictures of one prompt.
/// @param images SHA-256 of each picture, best first in a pair or ranking
/// @param weight of the group in the loss
/// @param pairs  soft preferences by index into `images`; empty unless `kind` is `SOFT`
public record PreferenceGroup(
        String promptId,
        String prompt,
        String negativePrompt,
        Split split,
        Kind kind,
        List<String> images,
        double weight,
        List<Pair> pairs) {

    public enum Split {
        @SerializedName("train")
        TRAIN,
        @SerializedName("heldout")
        HELDOUT
    }

    public enum Kind {
        /// Two pictures, the first preferred.
        @SerializedName("pair")
        PAIR,
        /// Two or more pictures, best first.
        @SerializedName("ranking")
        RANKING,
        /// Pictures with a probability for each listed pair.
        @SerializedName("soft")
        SOFT
    }

    /// @param p probability that `winner` is preferred to `loser`
    public record Pair(int winner, int loser, double p, double weight) {
        public Pair {
            Refuse.unless(p >= 0 && p <= 1, "p", "0 to 1", p);
            Refuse.unless(weight > 0 && Double.isFinite(weight), "weight", "positive", weight);
        }
    }

    public PreferenceGroup {
        Refuse.blank("promptId", promptId);
        images = List.copyOf(images);
        pairs = List.copyOf(pairs);
        Refuse.unless(images.size() >= 2, "images", "a list of two or more", images.size());
        Refuse.unless(kind != Kind.PAIR || images.size() == 2, "images", "two in a pair", images.size());
        images.forEach(image -> Refuse.notSha256("images", image));
        Refuse.unless(images.stream().distinct().count() == images.size(), "images", "different", images);
        Refuse.unless(weight > 0 && Double.isFinite(weight), "weight", "positive", weight);
        Refuse.unless(pairs.isEmpty() == (kind != Kind.SOFT), "pairs", "given in soft groups only", pairs.size());
        for (Pair pair : pairs) {
            boolean inside = Math.min(pair.winner(), pair.loser()) >= 0
                    && Math.max(pair.winner(), pair.loser()) < images.size()
                    && pair.winner() != pair.loser();
            Refuse.unless(inside, "pairs", "two different indexes into images", pair);
        }
    }
}
