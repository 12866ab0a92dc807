package art.pinhua.demo;

import art.pinhua.training.starter.rater.SimulatedRater;
import art.pinhua.training.starter.rater.Taste;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Invites the simulated experts, lets the simulated crowd in, and has them vote side by side.
final class DemoPeople {
    static final Taste TASTE = Taste.WARM_GARMENTS;
    private static final int SIDE_BY_SIDE = 3;

    /// The crowd, over and over: most are honest, some careless, a few useless.
    private static final List<SimulatedRater.Kind> KINDS = List.of(
            SimulatedRater.Kind.HONEST,
            SimulatedRater.Kind.HONEST,
            SimulatedRater.Kind.NOISY,
            SimulatedRater.Kind.HONEST,
            SimulatedRater.Kind.ALWAYS_LEFT,
            SimulatedRater.Kind.HONEST,
            SimulatedRater.Kind.RANDOM);

    private final URI address;
    private final ApiClient curator;
    private final String password;
    private int visits;

    DemoPeople(URI address, ApiClient curator, String password) {
        this.address = address;
        this.curator = curator;
        this.password = password;
    }

    /// @param most answers that one person gives at most
    /// @return acknowledged votes of all of them
    int vote(String campaignId, int experts, int crowd, int most) throws Exception {
        var work = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < experts; i++) {
            int person = ++visits;
            work.add(() -> {
                try (var client = invited("expert" + person)) {
                    return new Visitor(client, person(SimulatedRater.Kind.EXPERT, person)).answerAll(campaignId, most);
                }
            });
        }
        for (int i = 0; i < crowd; i++) {
            int person = ++visits;
            work.add(() -> {
                try (var client = new ApiClient(address)) {
                    return new Visitor(client, person(KINDS.get(person % KINDS.size()), person))
                            .answerAll(campaignId, most);
                }
            });
        }
        int votes = 0;
        try (var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (var done : threads.invokeAll(work)) {
                votes += done.get();
            }
        }
        return votes;
    }

    private static SimulatedRater person(SimulatedRater.Kind kind, int number) {
        return new SimulatedRater(kind, TASTE, number);
    }

    private ApiClient invited(String name) throws IOException, InterruptedException {
        String invitation = curator.post(
                        "/api/people", Map.of("name", name, "displayName", name, "roles", List.of("expert")))
                .path("invitationUrl")
                .asText();
        var client = new ApiClient(address);
        client.acceptInvitation(address.resolve(invitation), name, password);
        return client;
    }
}
