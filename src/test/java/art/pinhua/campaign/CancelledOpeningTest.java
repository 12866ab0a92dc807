package art.pinhua.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.generation.Image;
import art.pinhua.generation.Images;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobCancelled;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.TestAttempts;
import art.pinhua.prompt.Prompts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Spoiling large pictures for gold tasks takes its time.
@QuarkusTest
class CancelledOpeningTest {
    /// Within which the wish to cancel is noticed, and progress written.
    private static final int NOTICED_MILLIS = 300;

    @Inject
    TestCampaigns campaigns;

    @Inject
    CampaignRows rows;

    @Inject
    Tasks tasks;

    @Inject
    Prompts prompts;

    @Inject
    Images images;

    @Inject
    Blobs blobs;

    @Inject
    Ids ids;

    @Inject
    Jobs jobs;

    @Inject
    TestAttempts attempts;

    @Test
    void anOpeningIsCancelledWhileItsGoldTasksAreMade() {
        var campaign = campaigns.create(TestCampaigns.pairs(2, 1, .5)); // eight tasks, and as many gold ones
        QuarkusTransaction.requiringNew()
                .run(() -> rows.move(campaign.id(), CampaignState.DRAFT, CampaignState.GENERATING, null));
        var job = attempts.lost(OpenCampaignWork.KIND, campaign.id());
        var gold = new CancelledGold(job);
        var work = new OpenCampaignWork(rows, tasks, gold, prompts, images, ids, new SplittableRandom(7));
        assertThrows(JobCancelled.class, () -> work.run(attempts.of(job)));
        assertEquals(2, gold.made.get(), "none after the wish");
        assertEquals("gold tasks", jobs.find(job.id()).orElseThrow().message());

        attempts.takeOver(job);
        assertEquals(CampaignState.DRAFT, rows.byId(campaign.id()).orElseThrow().state());
    }

    /// Somebody cancels while the second one is made.
    private final class CancelledGold extends GoldMaker {
        private final Job job;
        private final AtomicInteger made = new AtomicInteger();

        CancelledGold(Job job) {
            super(images, blobs);
            this.job = job;
        }

        @Override
        Tasks.NewTask make(TaskPlan.Source source, Image original, Campaign.TaskKind kind, RandomGenerator random) {
            if (made.incrementAndGet() == 2) {
                jobs.cancel(job.id());
            }
            try {
                Thread.sleep(NOTICED_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.make(source, original, kind, random);
        }
    }
}
