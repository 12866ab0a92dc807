package art.pinhua.campaign;

import art.pinhua.campaign.TaskPlan.Source;
import art.pinhua.campaign.TaskView.TaskImage;
import art.pinhua.generation.Image;
import art.pinhua.generation.Images;
import art.pinhua.platform.Ids;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobLane;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.prompt.Prompt;
import art.pinhua.prompt.Prompts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Opens a campaign: has its images made, draws its tasks, and lets raters in. Generations and seeds are drawn once and
/// kept, so an attempt that follows a crash goes on where the last one stopped. All is chance, nothing follows from an
/// id that people know: a seed would let a rater draw the champion's picture again, a gold task tells whose it was.
@ApplicationScoped
class OpenCampaignWork implements JobWork {
    static final String KIND = "open-campaign";
    private static final long SEEDS = 1L << 32;

    private final CampaignRows campaigns;
    private final Tasks tasks;
    private final GoldMaker gold;
    private final Prompts prompts;
    private final Images images;
    private final Ids ids;
    private final RandomGenerator random;

    OpenCampaignWork(
            CampaignRows campaigns,
            Tasks tasks,
            GoldMaker gold,
            Prompts prompts,
            Images images,
            Ids ids,
            RandomGenerator random) {
        this.campaigns = campaigns;
        this.tasks = tasks;
        this.gold = gold;
        this.prompts = prompts;
        this.images = images;
        this.ids = ids;
        this.random = random;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobLane lane() {
        return JobLane.OPEN;
    }

    /// Experts before the crowd's pool, in the queue as before the engine.
    static JobPriority priority(Campaign campaign) {
        return campaign.audience() == Campaign.Audience.EXPERTS ? JobPriority.USUAL : JobPriority.BACKGROUND;
    }

    @Override
    public void run(RunningJob job) throws InterruptedException {
        var campaign = campaigns
                .byId(job.subjectId())
                .orElseThrow(() -> new JobFailed("There is no campaign " + job.subjectId() + "."));
        if (campaign.state() != CampaignState.GENERATING) {
            return;
        }
        List<Prompt> asked = prompts.ofSet(campaign.promptSetId());
        List<UUID> versions = Stream.of(campaign.modelVersionId(), campaign.challengerVersionId())
                .filter(Objects::nonNull)
                .toList();
        job.write(() -> {
            var planning = images.planning();
            renew(planning, campaign);
            asked.stream()
                    .filter(prompt ->
                            planned(campaign, prompt, campaign.modelVersionId()).isEmpty())
                    .forEach(prompt -> plan(planning, campaign, prompt, versions));
        });
        make(job, campaign, asked, versions);
        List<Tasks.NewTask> drawn = draw(job, campaign, asked, versions);
        job.write(() -> {
            if (campaigns.move(campaign.id(), CampaignState.GENERATING, CampaignState.OPEN, null)) {
                tasks.add(campaign, drawn);
            }
        });
    }

    @Override
    public void ended(Job job) {
        switch (job.state()) {
            case FAILED, DEAD ->
                campaigns.move(job.subjectId(), CampaignState.GENERATING, CampaignState.DRAFT, job.message());
            case CANCELLED -> campaigns.move(job.subjectId(), CampaignState.GENERATING, CampaignState.DRAFT, null);
            case DONE, READY, RUNNING -> {}
        }
    }

    /// The seeds are the same for both versions of a comparison: they start from the same noise. So is
    /// all else where both have one base model; with two, each is drawn as people will draw with it.
    private void plan(Images.Planning planning, Campaign campaign, Prompt prompt, List<UUID> versions) {
        List<Long> seeds =
                random.longs(campaign.imagesPerPrompt(), 0, SEEDS).boxed().toList();
        for (UUID version : versions) {
            UUID generation = ids.next();
            try {
                planning.plan(generation, version, prompt.text(), seeds);
            } catch (ProblemException e) {
                throw new JobFailed("The prompt '" + prompt.text() + "' cannot be drawn: " + e.detail(), e);
            }
            campaigns.addGeneration(campaign.id(), prompt.id(), version, generation);
        }
    }

    /// What an opening before this one planned is drawn as its model usually is by now, unless a picture
    /// of that base model is there already: a campaign that failed by its settings would fail by them for
    /// ever. The seeds stay, and versions of one base model, which are held against each other, are
    /// renewed together.
    private void renew(Images.Planning planning, Campaign campaign) {
        for (UUID generation : campaigns.undrawn(campaign.id())) {
            try {
                planning.renew(generation);
            } catch (ProblemException e) {
                throw new JobFailed("What was planned cannot be drawn: " + e.detail(), e);
            }
        }
    }

    private Optional<UUID> planned(Campaign campaign, Prompt prompt, UUID version) {
        return campaigns.generation(campaign.id(), prompt.id(), version);
    }

    private UUID generation(Campaign campaign, Prompt prompt, UUID version) {
        return planned(campaign, prompt, version).orElseThrow();
    }

    private void make(RunningJob job, Campaign campaign, List<Prompt> asked, List<UUID> versions)
            throws InterruptedException {
        int done = 0;
        int total = asked.size() * versions.size() * campaign.imagesPerPrompt();
        for (Prompt prompt : asked) {
            for (UUID version : versions) {
                job.check();
                images.make(generation(campaign, prompt, version), job, priority(campaign));
                done += campaign.imagesPerPrompt();
                job.progress(done, total, "images");
            }
        }
    }

    private List<Tasks.NewTask> draw(RunningJob job, Campaign campaign, List<Prompt> asked, List<UUID> versions) {
        List<List<Drawn>> byVersion = versions.stream()
                .map(version -> asked.stream()
                        .map(prompt -> drawn(campaign, prompt, version))
                        .toList())
                .toList();
        List<Drawn> all = byVersion.stream().flatMap(List::stream).toList();
        List<Source> champion = byVersion.getFirst().stream().map(Drawn::source).toList();
        List<TaskPlan.Planned> planned = switch (campaign.kind()) {
            case COMPARISON ->
                TaskPlan.comparisons(
                        champion,
                        byVersion.getLast().stream().map(Drawn::source).toList());
            case COLLECTION ->
                switch (campaign.taskKind()) {
                    case PAIR -> TaskPlan.pairs(champion, random);
                    case RANK_4 -> TaskPlan.rankings(champion, random);
                };
        };
        var images = all.stream().flatMap(each -> each.images().stream()).toList();
        var result = new ArrayList<Tasks.NewTask>();
        planned.forEach(task -> result.add(new Tasks.NewTask(
                task.promptId(),
                task.imageIds().stream().map(id -> imageOf(images, id)).toList(),
                null)));
        int certain = TaskPlan.goldCount(planned.size(), campaign.goldShare());
        for (int i = 0; i < certain; i++) {
            job.check();
            Drawn chosen = all.get(random.nextInt(all.size()));
            Image original = chosen.images().get(random.nextInt(chosen.images().size()));
            result.add(gold.make(chosen.source(), original, campaign.taskKind(), random));
            job.progress(i + 1, certain, "gold tasks");
        }
        return TaskPlan.shuffled(result, random);
    }

    private record Drawn(Source source, List<Image> images) {}

    private Drawn drawn(Campaign campaign, Prompt prompt, UUID version) {
        List<Image> made = images.ofGeneration(generation(campaign, prompt, version));
        return new Drawn(
                new Source(prompt.id(), version, made.stream().map(Image::id).toList()), made);
    }

    private static TaskImage imageOf(List<Image> images, UUID id) {
        return images.stream()
                .filter(image -> image.id().equals(id))
                .findFirst()
                .map(image -> new TaskImage(image.id(), image.sha256(), null))
                .orElseThrow();
    }
}
