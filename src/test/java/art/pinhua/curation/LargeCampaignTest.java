package art.pinhua.curation;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.platform.sql.Sql;
import art.pinhua.vote.Votes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A campaign of two hundred thousand votes: reading them takes no memory to speak of, and whoever began the curation,
/// which takes minutes, sees how far it is and can end it.
@QuarkusTest
@Tag("slow")
@TestSecurity(user = "cora", roles = "curator")
class LargeCampaignTest {
    private static final Logger LOG = Logger.getLogger(LargeCampaignTest.class);
    private static final int RATERS = 3_400; // each on 60 tasks
    private static final int MOST_ASKED = 1_000; // raters a task, by the rules of a campaign
    private static final long MOST_HELD = 64_000_000;

    @Inject
    TestCampaigns campaigns;

    @Inject
    Votes votes;

    @Inject
    Sql sql;

    @Test
    void manyVotesAreReadInAStreamAndTheirCurationCanBeCancelled() {
        var campaign = campaigns.open(TestCampaigns.pairs(15, MOST_ASKED, 0));
        int cast = GeneratedVotes.cast(sql, campaign.id(), RATERS);
        assertTrue(cast >= 200_000, () -> "votes: " + cast);

        var read = new AtomicInteger();
        var held = new AtomicLong();
        long before = used();
        long began = System.nanoTime();
        votes.each(campaign.id(), Votes.ALL, vote -> {
            if (read.incrementAndGet() == cast / 2) {
                held.set(used() - before);
            }
        });
        LOG.infof(
                "%d votes in %.1f s, %d MB held half way",
                cast, (System.nanoTime() - began) / 1e9, held.get() / 1_000_000);
        assertEquals(cast, read.get());
        assertTrue(held.get() < MOST_HELD, () -> held + " bytes are held while the votes are read");

        String job = TestCurations.ask(campaign.id());
        Wait.until("the votes are read and the first fit has begun", () -> total(campaign.id()) > 0);
        Api.given().post("/api/jobs/" + job + "/cancel").then().statusCode(200);
        TestCurations.ended(campaign.id(), job).body("[0].job.state", equalTo("CANCELLED"));
    }

    private static int total(UUID campaign) {
        return TestCurations.jobs(campaign).extract().<Integer>path("[0].job.stepsTotal");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
