package art.pinhua.generation;

import art.pinhua.platform.Roles;
import art.pinhua.training.contract.EngineAnswer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How prompts are read, before anything is drawn. Nothing is kept.
@Path("/api/prompts/readings")
public class PromptReadingResource {
    private final PromptReadings readings;

    PromptReadingResource(PromptReadings readings) {
        this.readings = readings;
    }

    /// @param modelVersionId without one, the version served now
    public record NewPromptReading(
            @NotBlank @Size(max = GenerationResource.LONGEST_PROMPT)
            String prompt,

            @Nullable UUID modelVersionId) {}

    /// @param tokens       all of them in their order, those that are cut, too
    /// @param limit        how many have room
    /// @param cut          how many do not, at the end
    /// @param unknownWords the model can make nothing of them
    /// @param notFollowed  what other tools act on, and here is read as text
    public record PromptReadingView(
            List<TokenView> tokens, int limit, int cut, List<String> unknownWords, List<String> notFollowed) {
        static PromptReadingView of(EngineAnswer.Encoded encoded, List<String> notFollowed) {
            return new PromptReadingView(
                    encoded.tokens().stream().map(TokenView::of).toList(),
                    encoded.limit(),
                    encoded.cut(),
                    encoded.unknownWords(),
                    notFollowed);
        }
    }

    /// @param text   empty where the token before it says it already
    /// @param weight by the brackets of the prompt
    /// @param known  whether the model can make something of it
    /// @param inside whether it goes on with the word of the token before it
    public record TokenView(String text, double weight, boolean known, boolean inside) {
        static TokenView of(EngineAnswer.Token token) {
            return new TokenView(token.text(), token.weight(), token.known(), token.inside());
        }
    }

    @POST
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public PromptReadingView read(@Valid @NotNull NewPromptReading wish) {
        var encoded = readings.read(wish.modelVersionId(), wish.prompt());
        return PromptReadingView.of(encoded, OtherSyntax.in(wish.prompt()));
    }
}
