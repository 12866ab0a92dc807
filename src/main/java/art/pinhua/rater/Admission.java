package art.pinhua.rater;

import art.pinhua.platform.limits.Meter;
import art.pinhua.platform.limits.NetworkKeys;
import art.pinhua.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Lets anonymous raters in as long as they keep within the limits. Nothing is read or written
/// before they are counted. Signed-in people are known and not counted, but for pictures: whoever
/// has the address of one may ask for it.
@Singleton
class Admission {
    private final LimitSettings settings;
    private final NetworkKeys networks;
    private final Newcomers newcomers;
    private final Meter asksOfRater;
    private final Meter asksOfAddress;
    private final Meter picturesOfRater;
    private final Meter picturesOfAddress;
    private final Meter votesOfRater;
    private final Meter votesOfAddress;

    Admission(LimitSettings settings, NetworkKeys networks, Newcomers newcomers) {
        this.settings = settings;
        this.networks = networks;
        this.newcomers = newcomers;
        asksOfRater = new Meter(settings.asksOfRater());
        asksOfAddress = new Meter(settings.asksOfAddress());
        picturesOfRater = new Meter(settings.picturesOfRater());
        picturesOfAddress = new Meter(settings.picturesOfAddress());
        votesOfRater = new Meter(settings.votesOfRater());
        votesOfAddress = new Meter(settings.votesOfAddress());
    }

    void newcomer(String address) {
        if (settings.enabled()) {
            var wait = newcomers.take(networks.of(address), settings.newcomersOfAddress());
            refuse(wait, "Too many people began to rate from your network.");
        }
    }

    /// @param rater nobody yet for a browser that is new here
    void ask(Optional<UUID> rater, String address) {
        if (settings.enabled()) {
            rater.ifPresent(id -> refuse(asksOfRater.take(id.toString()), "This browser asks for tasks too often."));
            refuse(asksOfAddress.take(networks.of(address)), "Your network asks for tasks too often.");
        }
    }

    /// @param rater whose task has the picture, whoever looks
    void picture(UUID rater, String address) {
        if (settings.enabled()) {
            refuse(picturesOfRater.take(rater.toString()), "The pictures of these tasks are asked for too often.");
            refuse(picturesOfAddress.take(networks.of(address)), "Your network asks for pictures too often.");
        }
    }

    void vote(Optional<UUID> rater, String address) {
        if (settings.enabled()) {
            rater.ifPresent(
                    id -> refuse(votesOfRater.take(id.toString()), "This browser votes faster than anybody can look."));
            refuse(votesOfAddress.take(networks.of(address)), "Too many votes come from your network.");
        }
    }

    private static void refuse(Duration wait, String reason) {
        if (wait.isPositive()) {
            throw ProblemException.tooMany(reason, wait);
        }
    }
}
