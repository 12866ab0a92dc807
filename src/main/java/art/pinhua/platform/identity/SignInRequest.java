package art.pinhua.platform.identity;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A checked authorization request of the one client: code flow with PKCE, back to the one address.
record SignInRequest(String state, String nonce, String codeChallenge, String redirectUri, String scope) {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int LONGEST = 2000;

    /// Empty when anything is not as our own client asks.
    static Optional<SignInRequest> of(MultivaluedMap<String, String> parameters, BundledProvider provider) {
        var ours = value(parameters, "client_id").equals(provider.clientId())
                && value(parameters, "redirect_uri").equals(provider.redirectUri())
                && value(parameters, "response_type").equals("code")
                && value(parameters, "code_challenge_method").equals("S256")
                && CHALLENGE.matcher(value(parameters, "code_challenge")).matches();
        var request = new SignInRequest(
                value(parameters, "state"),
                value(parameters, "nonce"),
                value(parameters, "code_challenge"),
                value(parameters, "redirect_uri"),
                value(parameters, "scope"));
        var whole = !request.state.isEmpty() && request.state.length() + request.nonce.length() < LONGEST;
        return ours && whole ? Optional.of(request) : Optional.empty();
    }

    /// What the form carries from page to submission.
    Map<String, String> fields(BundledProvider provider) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("client_id", provider.clientId());
        fields.put("redirect_uri", redirectUri);
        fields.put("response_type", "code");
        fields.put("scope", scope);
        fields.put("state", state);
        fields.put("nonce", nonce);
        fields.put("code_challenge", codeChallenge);
        fields.put("code_challenge_method", "S256");
        return fields;
    }

    private static String value(MultivaluedMap<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.getFirst(name)).orElse("");
    }
}
