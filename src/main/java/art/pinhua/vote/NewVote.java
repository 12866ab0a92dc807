package art.pinhua.vote;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An answer as the client sends it: a choice for a pair, ranks for a ranking, or a reason for none.
/// @param voteId     minted by the client when the task was shown; the same id is the same vote
/// @param ranks      rank of each slot, counted as in sports: 1, 2, 2, 4
/// @param allBad     none of the ranked images is good
/// @param supersedes the vote this one takes back
public record NewVote(
        @NotNull UUID voteId,
        @NotNull UUID assignmentId,
        @NotBlank @Size(max = 200) String token,
        @Nullable Choice choice,
        @Nullable @Size(min = 2, max = 16) List<@NotNull @Min(1) @Max(16) Integer> ranks,
        @Nullable Boolean allBad,
        @Nullable SkipReason skipReason,
        @Nullable @Size(max = 64) List<@Valid @NotNull Tag> tags,
        @Nullable @Size(max = 2000) String comment,
        @Nullable @Min(0) @Max(86_400_000) Long dwellMillis,
        @Nullable Input input,
        @Nullable UUID supersedes) {

    public enum SkipReason {
        UNSURE,
        NOT_LOADED,
        OFFENSIVE,
        PROMPT_UNCLEAR,
        OTHER
    }

    public enum Input {
        KEY,
        TAP,
        MOUSE
    }

    /// @param severity 0 none, 1 minor, 2 obvious, 3 serious
    public record Tag(
            @Min(0) @Max(15) int slot,
            @NotBlank String code,
            @Min(0) @Max(3) int severity) {}

    List<Tag> marks() {
        return tags == null ? List.of() : tags;
    }

    boolean everythingBad() {
        return Boolean.TRUE.equals(allBad);
    }
}
