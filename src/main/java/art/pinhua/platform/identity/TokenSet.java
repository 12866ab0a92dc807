package art.pinhua.platform.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A token answer (RFC 6749 §5.1).
public record TokenSet(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("id_token") String idToken,
        @JsonProperty("refresh_token") String refreshToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn) {}
