package art.pinhua.curation;

import java.util.Map;
import java.util.TreeMap;

/// What a curation run holds fixed. None of it looks at which image or model won.
///
/// @param minPairMillis    a pair answered faster was not looked at
/// @param minRankingMillis the same for a ranking
/// @param straightLine     so many answers or more, all with one value, are no answers
/// @param goldFailures     wrong answers to gold tasks that cost a rater all votes …
/// @param goldShare        … if they are more than this share of the rater's gold answers
/// @param ridge            prior on strengths, see `StrengthOptions`
/// @param minMargin        a pair whose win probability is nearer to ½ is no preference
/// @param maxDeviation     largest standard deviation of a difference of strengths that makes a preference
/// @param maxJudgements    more judgements on a pair than this add no weight
/// @param maxBadShare      an image found bad by a larger share of its raters wins nothing
/// @param alphaSamples     resamples for the interval of alpha
/// @param seed             of the resampling
public record CurationRules(
        long minPairMillis,
        long minRankingMillis,
        int straightLine,
        int goldFailures,
        double goldShare,
        double ridge,
        double minMargin,
        double maxDeviation,
        double maxJudgements,
        double maxBadShare,
        int alphaSamples,
        long seed) {

    public static final CurationRules DEFAULT = new CurationRules(250, 600, 10, 2, .25, .3, .05, 2.2, 4, .5, 200, 1);

    /// Name and value of each rule, sorted, for manifests and hashes.
    Map<String, String> asText() {
        var text = new TreeMap<String, String>();
        for (var component : CurationRules.class.getRecordComponents()) {
            try {
                text.put(
                        component.getName(),
                        String.valueOf(component.getAccessor().invoke(this)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read rule " + component.getName(), e);
            }
        }
        return text;
    }
}
