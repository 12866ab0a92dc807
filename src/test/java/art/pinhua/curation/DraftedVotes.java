package art.pinhua.curation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/// Votes as a test wants them, with all that belongs to them under names.
abstract class DraftedVotes {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    final List<CastVote> votes = new ArrayList<>();
    final Map<UUID, Ballots.Rater> raters = new TreeMap<>();
    final Map<UUID, Ballots.Picture> images = new TreeMap<>();
    private final Map<UUID, Draft> drafts = new TreeMap<>();

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static UUID image(String task, int position) {
        return id("image " + task + " " + position);
    }

    final UUID rater(String name, boolean expert) {
        UUID id = id("rater " + name);
        raters.put(id, new Ballots.Rater(id, expert, false));
        return id;
    }

    final UUID vote(UUID rater, String task, String choice) {
        List<Integer> ranks = switch (choice) {
            case "LEFT" -> List.of(1, 2);
            case "RIGHT" -> List.of(2, 1);
            default -> List.of(1, 1);
        };
        return add(new Draft(rater, task, 2, ranks, choice));
    }

    final UUID gold(UUID rater, String task, String choice) {
        UUID vote = vote(rater, task, choice);
        return change(vote, v -> v.gold = 0);
    }

    final UUID ranking(UUID rater, String task, List<Integer> ranks) {
        return add(new Draft(rater, task, 4, ranks, ranks.toString()));
    }

    final UUID add(Draft draft) {
        draft.number = votes.size();
        for (int p = 0; p < draft.size; p++) {
            UUID image = image(draft.task, p);
            images.put(image, new Ballots.Picture(image, id("prompt " + draft.task)));
            draft.order.add(p);
        }
        votes.add(draft.vote());
        drafts.put(votes.getLast().id(), draft);
        return votes.getLast().id();
    }

    interface Change {
        void apply(Draft draft);
    }

    final UUID change(UUID vote, Change change) {
        var draft = drafts.getOrDefault(vote, new Draft(vote, "", 2, List.of(), ""));
        change.apply(draft);
        votes.replaceAll(v -> v.id().equals(vote) ? draft.vote() : v);
        return vote;
    }

    /// A vote on its way.
    static final class Draft {
        final UUID rater;
        final String task;
        final int size;
        final String answer;
        List<Integer> ranks;
        List<Integer> order = new ArrayList<>();
        boolean allBad;
        boolean late;
        boolean superseded;
        long dwell = 3_000;
        int gold = -1;
        int number;

        Draft(UUID rater, String task, int size, List<Integer> ranks, String answer) {
            this.rater = rater;
            this.task = task;
            this.size = size;
            this.ranks = ranks;
            this.answer = answer;
            allBad = answer.equals("BOTH_BAD");
        }

        CastVote vote() {
            var shown = new ArrayList<UUID>();
            for (int position : order) {
                shown.add(image(task, position));
            }
            return new CastVote(
                    id("vote " + number),
                    id("assignment " + number),
                    rater,
                    id("task " + task),
                    id("prompt " + task),
                    shown,
                    ranks,
                    allBad,
                    answer,
                    late,
                    superseded,
                    OptionalLong.of(dwell),
                    START.plusSeconds(number),
                    gold < 0 ? OptionalInt.empty() : OptionalInt.of(gold));
        }
    }
}
