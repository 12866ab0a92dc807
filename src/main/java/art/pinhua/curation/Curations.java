package art.pinhua.curation;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.vote.Votes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What was curated, for the slices downstream.
@ApplicationScoped
public class Curations {

    private final BallotBox ballots;
    private final Sql sql;

    Curations(BallotBox ballots, Sql sql) {
        this.ballots = ballots;
        this.sql = sql;
    }

    /// What a curation run says for training.
    ///
    /// @param rules    name and value of each rule
    /// @param excluded votes that do not count, by reason
    public record PreferenceSet(
            UUID curationId,
            UUID campaignId,
            String digest,
            Map<String, String> rules,
            int votes,
            int kept,
            Map<String, Integer> excluded,
            List<PreferenceGroup> groups) {}

    /// Images of one prompt, best first.
    ///
    /// @param kind PAIR, RANKING or SOFT
    public record PreferenceGroup(
            UUID promptId,
            String prompt,
            String negativePrompt,
            String kind,
            List<String> images,
            double weight,
            List<PreferencePair> pairs) {}

    /// @param winner position of the preferred image
    /// @param p      probability that an expert prefers it
    public record PreferencePair(int winner, int loser, double p, double weight) {}

    /// An answer to a pair.
    ///
    /// @param leftScore 1 if the left image won, 0 if the right one did, ½ for neither; absent where the answer
    ///                  says nothing about the two (a gold task, or one answered too fast)
    public record PairAnswer(
            UUID taskId, UUID left, UUID right, @Nullable Double leftScore, Instant castAt) {}

    /// Says until when a rater's votes are looked at.
    public interface Closing {
        /// @param given what one rater answered, in the order cast and never empty; an answer that took
        ///              back another is there beside it
        /// @return the same whatever is given after it; in the future if it can still move
        Instant of(List<PairAnswer> given);
    }

    /// What a rater had said by the closing.
    ///
    /// @param answers those that stood then, none if the default rules left the rater out
    public record RaterAnswers(UUID raterId, Instant closing, List<PairAnswer> answers) {}

    /// The answers to a campaign's pairs by rater; exclusions come first, and ask no image who won.
    public List<RaterAnswers> pairAnswers(UUID campaignId, Closing closing) {
        var opened = ballots.open(campaignId, Votes.ALL, () -> {});
        return new AnswersAtClosing(opened, CurationRules.DEFAULT, closing).byRater();
    }

    /// The preferences of a run.
    public Optional<PreferenceSet> preferences(UUID curationId) {
        var groups = sql.list(
                """
                select p.prompt_id, q.text, p.kind, p.weight, p.winners, p.losers, p.ps, p.weights,
                       array_agg(i.sha256 order by m.place) as images,
                       (array_agg(i.negative_prompt order by m.place))[1] as negative_prompt
                from preference p
                join prompt q on q.id = p.prompt_id
                cross join lateral unnest(p.images) with ordinality as m(image_id, place)
                join image i on i.id = m.image_id
                where p.curation_id = ?
                group by p.curation_id, p.ordinal, q.id
                order by p.ordinal
                """,
                row -> new PreferenceGroup(
                        Sql.uuid(row, "prompt_id"),
                        row.getString("text"),
                        row.getString("negative_prompt"),
                        row.getString("kind"),
                        Sql.list(row, "images", String.class),
                        row.getDouble("weight"),
                        pairs(
                                Sql.list(row, "winners", Integer.class),
                                Sql.list(row, "losers", Integer.class),
                                Sql.list(row, "ps", Double.class),
                                Sql.list(row, "weights", Double.class))),
                curationId);
        var rules = new TreeMap<String, String>();
        sql.list(
                        "select r.key, r.value from curation c, jsonb_each_text(c.rules) r where c.id = ?",
                        row -> Map.entry(row.getString("key"), row.getString("value")),
                        curationId)
                .forEach(rule -> rules.put(rule.getKey(), rule.getValue()));
        return sql.first(
                "select * from curation where id = ?",
                row -> new PreferenceSet(
                        curationId,
                        Sql.uuid(row, "campaign_id"),
                        row.getString("digest"),
                        rules,
                        row.getInt("votes"),
                        row.getInt("kept"),
                        excluded(curationId),
                        groups),
                curationId);
    }

    /// Refuses to make anything new of a run whose votes no longer all stand. What was made before stays.
    ///
    /// @throws ProblemException `VOTES_WITHDRAWN` if a rater whose votes count has withdrawn since
    public void checkNoneWithdrawn(UUID curationId) {
        int withdrawn = sql.one("""
                select coalesce(sum(s.kept), 0) as n
                from rater_standing s join withdrawn_rater w on w.rater_id = s.rater_id
                where s.curation_id = ?
                """, row -> row.getInt("n"), curationId);
        if (withdrawn > 0) {
            throw new ProblemException(
                    CurationProblem.VOTES_WITHDRAWN,
                    "Of the votes that curation %s counts, %d were withdrawn since. Curate the campaign anew."
                            .formatted(curationId, withdrawn));
        }
    }

    /// How many votes a run left out, by reason.
    Map<String, Integer> excluded(UUID curationId) {
        var counts = new TreeMap<String, Integer>();
        sql.list(
                        "select reason, count(*) as n from exclusion where curation_id = ? group by reason",
                        row -> Map.entry(row.getString("reason"), row.getInt("n")),
                        curationId)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    private static List<PreferencePair> pairs(
            List<Integer> winners, List<Integer> losers, List<Double> ps, List<Double> weights) {
        var pairs = new ArrayList<PreferencePair>();
        for (int i = 0; i < winners.size(); i++) {
            pairs.add(new PreferencePair(winners.get(i), losers.get(i), ps.get(i), weights.get(i)));
        }
        return pairs;
    }
}
