package art.pinhua.curation;

import art.pinhua.statistics.Agreement;
import art.pinhua.statistics.ClusteredErrors;
import art.pinhua.statistics.Evidence;
import art.pinhua.statistics.Interval;
import art.pinhua.statistics.Judgement;
import art.pinhua.statistics.RaterPriors;
import art.pinhua.statistics.RaterTrust;
import art.pinhua.statistics.StrengthOptions;
import art.pinhua.statistics.Strengths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/// Computes a curation run. Pure: no clock, no database; the result depends on the votes, not on their order.
final class Curator {

    private static final double TIE_RIDGE = .5;
    private static final double SIDE_RIDGE = 1;

    /// What follows the fits of the rater model: strengths and groups, then agreement.
    private static final int AFTER_FITS = 2;

    private final Ballots ballots;
    private final CurationRules rules;
    private final RaterTrust.Listener listener;
    private final List<CastVote> votes;
    private final Exclusions exclusions;
    private final List<CastVote> kept;
    private final List<UUID> raters;
    private final List<UUID> images;
    private final Map<UUID, Integer> raterNumber = new HashMap<>();
    private final Map<UUID, Integer> imageNumber = new HashMap<>();

    private Curator(Ballots ballots, CurationRules rules, RaterTrust.Listener listener) {
        this.ballots = ballots;
        this.rules = rules;
        this.listener = listener;
        votes = ballots.votes().stream().sorted(Exclusions.BY_TIME).toList();
        exclusions = Exclusions.of(votes, ballots.raters(), rules);
        kept = votes.stream().filter(exclusions::counts).toList();
        raters = votes.stream().map(CastVote::raterId).distinct().sorted().toList();
        images = kept.stream()
                .flatMap(v -> v.images().stream())
                .distinct()
                .sorted()
                .toList();
        for (UUID rater : raters) {
            raterNumber.put(rater, raterNumber.size());
        }
        for (UUID image : images) {
            imageNumber.put(image, imageNumber.size());
        }
    }

    static Curated curate(Ballots ballots, CurationRules rules) {
        return curate(ballots, rules, (done, total) -> {});
    }

    /// @param listener hears how many parts of the work are done; what it throws ends the work
    static Curated curate(Ballots ballots, CurationRules rules, RaterTrust.Listener listener) {
        return new Curator(ballots, rules, listener).run();
    }

    private Curated run() {
        List<Judgement> judgements =
                kept.stream().flatMap(v -> judgement(v).stream()).toList();
        boolean[] experts = new boolean[raters.size()];
        for (int r = 0; r < experts.length; r++) {
            experts[r] = ballots.raters().get(raters.get(r)) instanceof Ballots.Rater rater && rater.expert();
        }
        var defaults = RaterPriors.DEFAULT;
        var priors = new RaterPriors(
                rules.ridge(),
                TIE_RIDGE,
                defaults.slopeMean(),
                defaults.slopeSd(),
                defaults.sideSd(),
                defaults.slopeCap());
        int[] fits = {1};
        var trust = RaterTrust.decide(images.size(), judgements, experts, priors, (done, total) -> {
            fits[0] = total;
            listener.told(done, total + AFTER_FITS);
        });
        Runnable meanwhile = () -> listener.told(fits[0], fits[0] + AFTER_FITS);
        meanwhile.run();
        var options = new StrengthOptions(rules.ridge(), TIE_RIDGE, false, SIDE_RIDGE, 3, trust.raters());
        var strengths = Strengths.fit(images.size(), judgements, options);
        var errors = strengths.clustered(
                judgements.stream().mapToInt(Judgement::rater).toArray(), meanwhile);
        var tally = new PairTally(judgements, trust.raters().slopes());
        var common = Strengths.fit(
                images.size(),
                judgements,
                StrengthOptions.plain(raters.size())
                        .withRidge(rules.ridge())
                        .withTieRidge(TIE_RIDGE)
                        .withSide(SIDE_RIDGE));
        List<UUID> keptIds = kept.stream().map(CastVote::id).sorted().toList();
        var imageStrengths = imageStrengths(strengths, errors, meanwhile);
        var groups = new PreferenceGroups(rules, images, this::promptOf, strengths, tally, badShares()).groups();
        var standings = standings(trust, tally);
        listener.told(fits[0] + 1, fits[0] + AFTER_FITS);
        var agreement = agreement(judgements);
        String digest = CurationDigest.of(ballots.campaignId(), rules, votes, exclusions.reasons(), standings, groups);
        return new Curated(
                digest,
                keptIds,
                exclusions.reasons(),
                standings,
                imageStrengths,
                groups,
                agreement,
                new Curated.SideFigure(common.side(), common.sideError()),
                new Curated.TrustFigure(
                        trust.weighed(), defined(trust.pooledLoss()), defined(trust.weighedLoss()), trust.heldOut()));
    }

    /// What a vote says about order; nothing if all is bad and equal, or if it shows fewer than two images.
    private java.util.Optional<Judgement> judgement(CastVote vote) {
        int slots = vote.images().size();
        var items = new TreeMap<Integer, Integer>();
        int[] shown = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            shown[slot] = imageNumber.getOrDefault(vote.images().get(slot), -1);
            items.putIfAbsent(shown[slot], vote.ranks().get(slot));
        }
        boolean saysNothing =
                vote.allBad() && items.values().stream().distinct().count() == 1;
        if (items.size() < 2 || saysNothing) {
            return java.util.Optional.empty();
        }
        int rater = raterNumber.getOrDefault(vote.raterId(), -1);
        if (slots == 2) {
            int[] ranks = {vote.ranks().get(0), vote.ranks().get(1)};
            return java.util.Optional.of(new Judgement(rater, shown, ranks, true, 1));
        }
        return java.util.Optional.of(Judgement.ranking(
                rater,
                items.keySet().stream().mapToInt(Integer::intValue).toArray(),
                items.values().stream().mapToInt(Integer::intValue).toArray()));
    }

    private UUID promptOf(UUID image) {
        return java.util.Objects.requireNonNull(ballots.images().get(image), () -> "no image " + image)
                .promptId();
    }

    private double[] badShares() {
        double[] bad = new double[images.size()];
        double[] seen = new double[images.size()];
        for (CastVote vote : kept) {
            for (UUID image : new TreeSet<>(vote.images())) {
                int number = imageNumber.getOrDefault(image, -1);
                seen[number]++;
                bad[number] += vote.allBad() ? 1 : 0;
            }
        }
        for (int i = 0; i < bad.length; i++) {
            bad[i] /= Math.max(1, seen[i]);
        }
        return bad;
    }

    private List<Curated.ImageStrength> imageStrengths(
            Strengths strengths, ClusteredErrors errors, Runnable meanwhile) {
        double[] bad = badShares();
        int[] seen = new int[images.size()];
        kept.forEach(
                vote -> new TreeSet<>(vote.images()).forEach(image -> seen[imageNumber.getOrDefault(image, -1)]++));
        var list = new ArrayList<Curated.ImageStrength>();
        for (int i = 0; i < images.size(); i++) {
            meanwhile.run();
            UUID image = images.get(i);
            list.add(new Curated.ImageStrength(
                    image,
                    promptOf(image),
                    strengths.block(i),
                    strengths.theta(i),
                    error(i, strengths, errors),
                    seen[i],
                    bad[i]));
        }
        return list;
    }

    /// The clustered error of an image that one rater saw is the shift of one vote, far too small; the
    /// posterior knows how little was told, but not that a rater's votes go together. So the larger one.
    private static OptionalDouble error(int image, Strengths strengths, ClusteredErrors errors) {
        return strengths.linked(image)
                ? OptionalDouble.of(Math.sqrt(Math.max(strengths.variance(image), errors.variance(image))))
                : OptionalDouble.empty();
    }

    private List<Curated.RaterStanding> standings(RaterTrust.Decision trust, PairTally tally) {
        Map<UUID, List<CastVote>> answers = votes.stream()
                .filter(v -> !v.superseded() && !v.skipped())
                .collect(Collectors.groupingBy(CastVote::raterId));
        var agreements = tally.agreements(raters.size());
        var list = new ArrayList<Curated.RaterStanding>();
        for (UUID rater : raters) {
            int number = raterNumber.getOrDefault(rater, -1);
            List<CastVote> all = answers.getOrDefault(rater, List.of());
            List<CastVote> counted = all.stream().filter(exclusions::counts).toList();
            int left = (int) all.stream().filter(v -> v.answer().equals("LEFT")).count();
            int right =
                    (int) all.stream().filter(v -> v.answer().equals("RIGHT")).count();
            list.add(new Curated.RaterStanding(
                    rater,
                    all.size(),
                    counted.size(),
                    counted.isEmpty() ? 0 : trust.raters().slopes()[number],
                    trust.raters().sides()[number],
                    agreements.get(number),
                    exclusions.gold(rater).right(),
                    exclusions.gold(rater).shown(),
                    left,
                    right,
                    Evidence.lnSideBias(left, right)));
        }
        return list;
    }

    /// Units are pairs of images; a rater's answer says which of the two is first, or neither.
    private Curated.AgreementFigure agreement(List<Judgement> judgements) {
        Map<List<Integer>, Map<Integer, Integer>> units = new TreeMap<>(
                Comparator.comparing((List<Integer> pair) -> pair.get(0)).thenComparing(pair -> pair.get(1)));
        for (Judgement judgement : judgements) {
            PairTally.forEachPair(
                    judgement,
                    (first, second, sign) -> units.computeIfAbsent(List.of(first, second), k -> new HashMap<>())
                            .putIfAbsent(judgement.rater(), 1 - sign));
        }
        var agreement =
                Agreement.ofSparse(raters.size(), units.values(), new double[] {0, .5, 1}, Agreement.Scale.NOMINAL);
        var random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(rules.seed());
        Interval interval = agreement.interval(rules.alphaSamples(), .95, random);
        return new Curated.AgreementFigure(
                defined(agreement.alpha()), defined(interval.low()), defined(interval.high()), units.size());
    }

    private static OptionalDouble defined(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
