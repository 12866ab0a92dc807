package art.pinhua.prompt;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.problem.Violation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Prompt sets over HTTP. A set with flaws is refused whole, and the refusal names every flaw by line and column.
@Path("/api/prompt-sets")
public class PromptSetResource {
    private static final int MOST_FLAWS_NAMED = 100;

    private final Prompts prompts;
    private final SecurityIdentity identity;

    PromptSetResource(Prompts prompts, SecurityIdentity identity) {
        this.prompts = prompts;
        this.identity = identity;
    }

    public enum Format {
        LINES,
        CSV
    }

    /// @param text prompts, one a line, or CSV
    /// @param csv  CSV, in place of text
    public record NewPromptSet(
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 2_000_000) String text,
            @Nullable @Size(max = 2_000_000) String csv,
            @Nullable Format format) {}

    public record PromptSetView(
            UUID id,
            String name,
            int promptCount,
            Instant createdAt,
            @Nullable List<PromptView> prompts) {}

    public record PromptView(
            UUID id, String text, String language, @Nullable String topic) {}

    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<PromptSetView> all() {
        return prompts.sets().stream().map(set -> view(set, null)).toList();
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public PromptSetView one(@PathParam("id") UUID id) {
        var all = prompts.ofSet(id).stream()
                .map(prompt -> new PromptView(prompt.id(), prompt.text(), prompt.language(), prompt.topic()))
                .toList();
        return view(prompts.set(id), all);
    }

    @POST
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public PromptSetView create(@Valid NewPromptSet wish) {
        boolean isCsv = wish.csv() != null || wish.format() == Format.CSV;
        String text = wish.csv() != null ? wish.csv() : wish.text();
        if (text == null) {
            throw ProblemException.invalid("text", "must hold the prompts");
        }
        var list = isCsv ? PromptList.ofCsv(text) : PromptList.ofLines(text);
        if (!list.flaws().isEmpty()) {
            throw refusal(wish.csv() != null ? "csv" : "text", list.flaws());
        }
        return one(
                prompts.add(wish.name(), list.lines(), identity.getPrincipal().getName()));
    }

    private static ProblemException refusal(String field, List<PromptList.Flaw> flaws) {
        var violations = flaws.stream()
                .limit(MOST_FLAWS_NAMED)
                .map(flaw -> new Violation(field, flaw.toString()))
                .toList();
        String detail = flaws.size() == 1
                ? "The prompts have a flaw in " + flaws.getFirst() + "."
                : "The prompts have " + flaws.size() + " flaws, the first in " + flaws.getFirst() + ".";
        return new ProblemException(CommonProblem.INVALID_INPUT, detail, violations);
    }

    private static PromptSetView view(Prompts.PromptSet set, @Nullable List<PromptView> prompts) {
        return new PromptSetView(set.id(), set.name(), set.promptCount(), set.createdAt(), prompts);
    }
}
