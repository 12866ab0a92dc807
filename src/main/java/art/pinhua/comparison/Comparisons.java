package art.pinhua.comparison;

import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.CampaignClosed;
import art.pinhua.campaign.CampaignState;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.NewCampaign;
import art.pinhua.curation.Curations;
import art.pinhua.generation.Image;
import art.pinhua.generation.Images;
import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.prompt.Prompts;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Creates comparisons and reads their standing.
@ApplicationScoped
public class Comparisons {

    private static final String QUESTION = "哪张更好?";
    private static final double GOLD_SHARE = .1;
    private static final double ALPHA = .05;
    private static final int MOST_VOTES_PER_RATER = 20;
    private static final String SELECT = "select c.*, name_of(c.created_by) as creator from comparison c ";

    private final Campaigns campaigns;
    private final Curations curations;
    private final Images images;
    private final Prompts prompts;
    private final Registry registry;
    private final Results results;
    private final Sql sql;
    private final Ids ids;
    private final Clock clock;
    private final Duration visit;

    Comparisons(
            Campaigns campaigns,
            Curations curations,
            Images images,
            Prompts prompts,
            Registry registry,
            Results results,
            Sql sql,
            Ids ids,
            Clock clock,
            @ConfigProperty(name = "pinhua.comparison.visit", defaultValue = "30m") Duration visit) {
        this.campaigns = campaigns;
        this.curations = curations;
        this.images = images;
        this.prompts = prompts;
        this.registry = registry;
        this.results = results;
        this.sql = sql;
        this.ids = ids;
        this.clock = clock;
        this.visit = visit;
    }

    /// What a promotion may rest on.
    public record Outcome(UUID comparisonId, UUID championVersionId, UUID challengerVersionId, Verdict verdict) {}

    /// Comparison and campaign appear together; the campaign still has to be opened.
    @Transactional
    UUID create(NewComparison wanted, String person) {
        ModelVersion champion = wanted.championVersionId() == null
                ? registry.serving().modelVersion()
                : registry.version(wanted.championVersionId());
        ModelVersion challenger = registry.version(wanted.challengerVersionId());
        if (!challenger.drawsInTheSizeOf(champion)) {
            throw new ProblemException(
                    ComparisonProblem.DIFFERENT_BASE_MODELS,
                    champion.name() + " and " + challenger.name() + " draw pictures of different sizes.");
        }
        var campaign = campaigns.create(
                new NewCampaign(
                        wanted.name().strip(),
                        Campaign.Kind.COMPARISON,
                        question(wanted.question()),
                        wanted.promptSetId(),
                        wanted.audience(),
                        Campaign.TaskKind.PAIR,
                        1,
                        wanted.overlap(),
                        GOLD_SHARE,
                        champion.id(),
                        challenger.id()),
                person);
        int pairs = prompts.set(wanted.promptSetId()).promptCount();
        UUID id = ids.next();
        sql.update(
                """
                insert into comparison (id, campaign_id, name, champion_version_id, challenger_version_id, alpha,
                                        votes_per_rater, visit_seconds, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                campaign.id(),
                campaign.name(),
                champion.id(),
                challenger.id(),
                wanted.alpha() == null ? (Double) ALPHA : wanted.alpha(),
                votesPerRater(wanted.votesPerRater(), pairs),
                Math.max(1, visit.toSeconds()),
                person,
                clock.instant());
        return id;
    }

    private static String question(@Nullable String wanted) {
        return wanted == null || wanted.isBlank() ? QUESTION : wanted.strip();
    }

    private static int votesPerRater(@Nullable Integer wanted, int pairs) {
        return Math.min(pairs, wanted == null ? MOST_VOTES_PER_RATER : wanted);
    }

    List<ComparisonView> all() {
        return sql.list(SELECT + "order by c.created_at desc", this::comparison).stream()
                .map(this::view)
                .toList();
    }

    ComparisonView view(UUID id) {
        return view(byId(id));
    }

    /// The verdict as of now.
    public Outcome outcome(UUID id) {
        var comparison = byId(id);
        return new Outcome(
                id,
                comparison.championVersionId(),
                comparison.challengerVersionId(),
                view(comparison).verdict());
    }

    private Comparison byId(UUID id) {
        return sql.first(SELECT + "where c.id = ?", this::comparison, id)
                .orElseThrow(() -> ProblemException.notFound("comparison", id));
    }

    private ComparisonView view(Comparison comparison) {
        var campaign = campaigns.view(comparison.campaignId());
        if (campaign.state() == CampaignState.CLOSED) {
            var kept = results.of(comparison.id()).orElseGet(() -> end(comparison, campaign));
            return view(comparison, campaign, kept, 0);
        }
        var rule = new RaterMeans(comparison.votesPerRater(), comparison.visit(), Optional.empty());
        var raters = raters(comparison, rule);
        var now = clock.instant();
        var means = rule.closed(raters, now);
        var found = results.found(comparison.id(), Standing.of(means, comparison.alpha()));
        return view(comparison, campaign, Result.underWay(means, found), rule.open(raters, now));
    }

    /// Voting is over, and everybody is told which version made which picture: from now on nothing moves what was
    /// found, whoever withdraws.
    void end(@Observes CampaignClosed closed) {
        sql.first(SELECT + "where c.campaign_id = ?", this::comparison, closed.campaignId())
                .ifPresent(comparison -> end(comparison, campaigns.view(closed.campaignId())));
    }

    private Result end(Comparison comparison, Campaign campaign) {
        var rule = new RaterMeans(
                comparison.votesPerRater(), comparison.visit(), Optional.ofNullable(campaign.closedAt()));
        var means = rule.closed(raters(comparison, rule), clock.instant());
        var standing = Standing.of(means, comparison.alpha());
        var found = results.found(comparison.id(), standing);
        return results.keep(comparison.id(), Result.ended(means, standing, found, comparison.alpha()));
    }

    /// Before the close only what tells nobody which side they voted for.
    private ComparisonView view(Comparison comparison, Campaign campaign, Result result, int openRaters) {
        boolean closed = campaign.state() == CampaignState.CLOSED;
        var interval = result.interval();
        return new ComparisonView(
                comparison.id(),
                comparison.name(),
                comparison.campaignId(),
                campaign.state().name(),
                comparison.championVersionId(),
                registry.version(comparison.championVersionId()).name(),
                comparison.challengerVersionId(),
                registry.version(comparison.challengerVersionId()).name(),
                result.raters(),
                openRaters,
                result.votes(),
                result.mean(),
                interval == null ? null : List.of(interval.low(), interval.high()),
                closed ? (Double) result.logE() : null,
                closed ? (Double) result.logEReverse() : null,
                Standing.threshold(comparison.alpha()),
                comparison.alpha(),
                comparison.votesPerRater(),
                result.verdict(),
                result.decidedAfter(),
                result.trace(),
                comparison.createdBy(),
                comparison.createdAt());
    }

    /// Raters from the challenger's side. Exclusions came first, by rules that do not know who won.
    private List<RaterMeans.Rater> raters(Comparison comparison, RaterMeans rule) {
        var given = curations.pairAnswers(comparison.campaignId(), rule);
        var shown = new TreeSet<UUID>();
        given.forEach(rater -> rater.answers().forEach(a -> shown.addAll(List.of(a.left(), a.right()))));
        var made = images.byIds(shown);
        return given.stream()
                .map(rater -> new RaterMeans.Rater(
                        rater.raterId(),
                        rater.closing(),
                        scores(rater.answers(), made, comparison.challengerVersionId())))
                .toList();
    }

    private static List<Double> scores(
            List<Curations.PairAnswer> answers, Map<UUID, Image> made, UUID challengerVersionId) {
        var scores = new ArrayList<Double>();
        for (Curations.PairAnswer answer : answers) {
            boolean leftIsChallenger = isOf(made.get(answer.left()), challengerVersionId);
            boolean rightIsChallenger = isOf(made.get(answer.right()), challengerVersionId);
            Double left = answer.leftScore();
            if (left != null && leftIsChallenger != rightIsChallenger) {
                scores.add(leftIsChallenger ? left : 1 - left);
            }
        }
        return scores;
    }

    private static boolean isOf(@Nullable Image image, UUID version) {
        return image != null && image.modelVersionId().equals(version);
    }

    private Comparison comparison(ResultSet row) throws SQLException {
        return new Comparison(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "campaign_id"),
                row.getString("name"),
                Sql.uuid(row, "champion_version_id"),
                Sql.uuid(row, "challenger_version_id"),
                row.getDouble("alpha"),
                row.getInt("votes_per_rater"),
                Optional.ofNullable(row.getObject("visit_seconds", Long.class))
                        .map(Duration::ofSeconds)
                        .orElse(visit),
                row.getString("creator"),
                Sql.instant(row, "created_at"));
    }
}
