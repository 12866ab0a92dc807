package art.pinhua.vote;

import art.pinhua.campaign.Campaign.TaskKind;
import art.pinhua.platform.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks that an answer fits the task it answers.
final class Ballot {
    private Ballot() {}

    /// @throws ProblemException naming the field that does not fit
    static void check(NewVote vote, TaskKind task) {
        long answers = Stream.of(vote.choice(), vote.ranks(), vote.skipReason())
                .filter(Objects::nonNull)
                .count();
        if (answers != 1) {
            throw ProblemException.invalid("choice", "or ranks or skipReason must be given, exactly one of them");
        }
        int slots = task == TaskKind.PAIR ? 2 : 4;
        if (vote.choice() != null && task != TaskKind.PAIR) {
            throw ProblemException.invalid("choice", "answers a pair, but this task is a ranking");
        }
        if (vote.ranks() != null) {
            if (task == TaskKind.PAIR) {
                throw ProblemException.invalid("ranks", "answer a ranking, but this task is a pair");
            }
            checkRanks(vote.ranks(), slots);
        }
        if (vote.everythingBad() && vote.ranks() == null) {
            throw ProblemException.invalid("allBad", "belongs to ranks");
        }
        checkTags(vote.marks(), slots);
    }

    /// As in sports: one plus the number of slots that are better.
    private static void checkRanks(List<Integer> ranks, int slots) {
        if (ranks.size() != slots) {
            throw ProblemException.invalid("ranks", "must name a rank for each of the " + slots + " slots");
        }
        for (int slot = 0; slot < slots; slot++) {
            int rank = ranks.get(slot);
            long better = ranks.stream().filter(other -> other < rank).count();
            if (rank != better + 1) {
                throw ProblemException.invalid(
                        "ranks",
                        "must count as in sports (1, 2, 2, 4): slot " + slot + " has " + rank + ", not "
                                + (better + 1));
            }
        }
    }

    private static void checkTags(List<NewVote.Tag> tags, int slots) {
        var seen = new HashSet<String>();
        for (int i = 0; i < tags.size(); i++) {
            var tag = tags.get(i);
            if (!Taxonomy.CODES.contains(tag.code())) {
                throw ProblemException.invalid("tags[" + i + "].code", "is not a known defect: " + tag.code());
            }
            if (tag.slot() >= slots) {
                throw ProblemException.invalid("tags[" + i + "].slot", "must be below " + slots);
            }
            if (!seen.add(tag.slot() + tag.code())) {
                throw ProblemException.invalid("tags[" + i + "]", "is named twice: " + tag.code());
            }
        }
    }

    /// The part of a vote that makes it the same vote when it is sent again.
    static String content(NewVote vote) {
        return String.join(
                "\n",
                vote.assignmentId().toString(),
                text(vote.choice()),
                text(vote.ranks()),
                text(vote.everythingBad()),
                text(vote.skipReason()),
                text(vote.marks()),
                text(vote.comment()),
                text(vote.dwellMillis()),
                text(vote.input()),
                text(vote.supersedes()));
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
