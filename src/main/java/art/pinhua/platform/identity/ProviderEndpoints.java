package art.pinhua.platform.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the application asks the bundled provider behind the reader's back: keys, tokens, the end of a session.
@Path("/idp")
@PermitAll
public class ProviderEndpoints {
    private final BundledProvider provider;
    private final Accounts accounts;
    private final SignInGrants grants;
    private final SigningKeys keys;
    private final TokenIssuer issuer;

    ProviderEndpoints(
            BundledProvider provider, Accounts accounts, SignInGrants grants, SigningKeys keys, TokenIssuer issuer) {
        this.provider = provider;
        this.accounts = accounts;
        this.grants = grants;
        this.keys = keys;
        this.issuer = issuer;
    }

    public record Metadata(
            String issuer,
            @JsonProperty("authorization_endpoint") String authorizationEndpoint,
            @JsonProperty("token_endpoint") String tokenEndpoint,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("end_session_endpoint") String endSessionEndpoint,
            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("subject_types_supported") List<String> subjectTypes,

            @JsonProperty("id_token_signing_alg_values_supported")
            List<String> algorithms,

            @JsonProperty("code_challenge_methods_supported")
            List<String> challengeMethods) {}

    public record Keys(List<SigningKeys.PublicJwk> keys) {}

    public record Refusal(String error) {}

    @GET
    @Path("/.well-known/openid-configuration")
    @Produces(MediaType.APPLICATION_JSON)
    public Metadata metadata() {
        var base = provider.issuer();
        return new Metadata(
                base,
                base + "/authorize",
                base + "/token",
                base + "/jwks",
                base + "/logout",
                List.of("code"),
                List.of("public"),
                List.of("RS256"),
                List.of("S256"));
    }

    @GET
    @Path("/jwks")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Keys keys() {
        return new Keys(keys.publicKeys());
    }

    @GET
    @Path("/style.css")
    @Produces("text/css; charset=utf-8")
    public String style() throws IOException {
        try (var css = Objects.requireNonNull(ProviderEndpoints.class.getResourceAsStream("/idp/style.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @POST
    @Path("/token")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response token(
            @HeaderParam("Authorization") @DefaultValue("") String authorization, MultivaluedMap<String, String> form) {
        if (!Secrets.same(authorization, clientCredentials())) {
            return refused(Response.Status.UNAUTHORIZED, "invalid_client");
        }
        var tokens = switch (value(form, "grant_type")) {
            case "authorization_code" -> redeem(form);
            case "refresh_token" -> refresh(value(form, "refresh_token"));
            default -> Optional.<TokenSet>empty();
        };
        return tokens.map(set ->
                        Response.ok(set).header("Cache-Control", "no-store").build())
                .orElseGet(() -> refused(Response.Status.BAD_REQUEST, "invalid_grant"));
    }

    /// Ends the session that the token names, then returns to a page of this site.
    @GET
    @Path("/logout")
    @RunOnVirtualThread
    public Response logout(
            @QueryParam("id_token_hint") @DefaultValue("") String idToken,
            @QueryParam("post_logout_redirect_uri") @DefaultValue("") String to) {
        keys.sessionOf(idToken).ifPresent(grants::endSession);
        var home = provider.publicUrl();
        boolean ours = to.startsWith(home) && LoginResource.ours(to.substring(home.length()));
        return Response.seeOther(URI.create(ours ? to : home + "/")).build();
    }

    private Optional<TokenSet> redeem(MultivaluedMap<String, String> form) {
        return grants.redeemCode(value(form, "code"), value(form, "redirect_uri"), value(form, "code_verifier"))
                .flatMap(grant -> active(grant).map(account -> {
                    var refresh = grants.issueRefresh(grant.sessionId, account.id);
                    return issuer.issue(account, grant.sessionId, refresh, grant.nonce);
                }));
    }

    private Optional<TokenSet> refresh(String token) {
        return grants.refresh(token)
                .flatMap(grant -> active(grant).map(account -> issuer.issue(account, grant.sessionId, token, null)));
    }

    private Optional<Account> active(SignInGrant grant) {
        return accounts.findByIdOptional(grant.personId).filter(account -> !account.disabled);
    }

    private String clientCredentials() {
        var pair = provider.clientId() + ":" + provider.clientSecret();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Response refused(Response.Status status, String error) {
        return Response.status(status)
                .entity(new Refusal(error))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static String value(MultivaluedMap<String, String> form, String field) {
        return Optional.ofNullable(form.getFirst(field)).orElse("");
    }
}
