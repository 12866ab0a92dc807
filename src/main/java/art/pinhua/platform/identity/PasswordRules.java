package art.pinhua.platform.identity;

import java.util.Locale;
import java.util.Optional;

/// What a new password must be like.
final class PasswordRules {
    static final int SHORTEST = 10;
    static final int LONGEST = 200;

    private PasswordRules() {}

    /// What is wrong with it, in the reader's words.
    static Optional<String> problem(Words words, String name, String password, String again) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            return Optional.of(words.text("invite.length"));
        }
        if (!name.isEmpty() && password.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of(words.text("invite.holdsName"));
        }
        return password.equals(again) ? Optional.empty() : Optional.of(words.text("invite.differ"));
    }
}
