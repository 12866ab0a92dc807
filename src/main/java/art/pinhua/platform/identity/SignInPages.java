package art.pinhua.platform.identity;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The few pages of the bundled provider: plain HTML without scripts.
final class SignInPages {
    private SignInPages() {}

    static String signIn(Words words, Map<String, String> hidden, String name, Optional<String> problem) {
        var autofocus = name.isEmpty() ? "" : " autofocus";
        return page(words, words.text("signIn.title"), """
                <h1>%s</h1>
                <p>%s</p>
                %s<form method="post" action="authorize">
                %s<label>%s<input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" \
                required value="%s"%s></label>
                <label>%s<input name="password" type="password" autocomplete="current-password" required%s></label>
                <button>%s</button>
                </form>""".formatted(
                        escaped(words.text("signIn.title")),
                        escaped(words.text("signIn.hint")),
                        alert(problem),
                        fields(hidden),
                        escaped(words.text("field.name")),
                        escaped(name),
                        name.isEmpty() ? " autofocus" : "",
                        escaped(words.text("field.password")),
                        autofocus,
                        escaped(words.text("signIn.button"))));
    }

    static String invitation(Words words, Account account, Map<String, String> hidden, Optional<String> problem) {
        var title = words.text("invite.title", account.displayName);
        return page(words, title, """
                <h1>%s</h1>
                <p>%s</p>
                %s<form method="post" action="invite">
                %s<label>%s<input name="username" autocomplete="username" readonly value="%s"></label>
                <label>%s<input name="password" type="password" autocomplete="new-password" minlength="%d" \
                maxlength="%d" required autofocus></label>
                <label>%s<input name="again" type="password" autocomplete="new-password" required></label>
                <button>%s</button>
                </form>""".formatted(
                        escaped(title),
                        escaped(words.text("invite.hint")),
                        alert(problem),
                        fields(hidden),
                        escaped(words.text("field.name")),
                        escaped(account.name),
                        escaped(words.text("field.password")),
                        PasswordRules.SHORTEST,
                        PasswordRules.LONGEST,
                        escaped(words.text("field.passwordAgain")),
                        escaped(words.text("invite.button"))));
    }

    static String password(Words words, Map<String, String> hidden, String name, Optional<String> problem) {
        var title = words.text("password.title");
        return page(words, title, """
                <h1>%s</h1>
                <p>%s</p>
                %s<form method="post" action="password">
                %s<label>%s<input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" \
                required value="%s"></label>
                <label>%s<input name="current" type="password" autocomplete="current-password" required></label>
                <label>%s<input name="password" type="password" autocomplete="new-password" minlength="%d" \
                maxlength="%d" required></label>
                <label>%s<input name="again" type="password" autocomplete="new-password" required></label>
                <button>%s</button>
                </form>""".formatted(
                        escaped(title),
                        escaped(words.text("password.hint")),
                        alert(problem),
                        fields(hidden),
                        escaped(words.text("field.name")),
                        escaped(name),
                        escaped(words.text("field.currentPassword")),
                        escaped(words.text("field.newPassword")),
                        PasswordRules.SHORTEST,
                        PasswordRules.LONGEST,
                        escaped(words.text("field.passwordAgain")),
                        escaped(words.text("password.button"))));
    }

    /// A page with a title, a sentence and the way home. `key` names both texts.
    static String notice(Words words, String key) {
        var title = words.text(key + ".title");
        return page(words, title, """
                <h1>%s</h1>
                <p>%s</p>
                <a class="button" href="/">%s</a>""".formatted(
                        escaped(title), escaped(words.text(key + ".hint")), escaped(words.text("home"))));
    }

    private static String page(Words words, String title, String content) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <link rel="icon" href="/seal.svg" type="image/svg+xml">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <link rel="stylesheet" href="/idp/style.css">
                </head>
                <body>
                <main>
                <img class="seal" src="/seal.svg" alt="" width="48" height="48">
                %s
                </main>
                </body>
                </html>
                """.formatted(words.text("language"), escaped(title), content);
    }

    private static String alert(Optional<String> problem) {
        return problem.map(text -> "<p role=\"alert\">" + escaped(text) + "</p>\n")
                .orElse("");
    }

    private static String fields(Map<String, String> hidden) {
        return hidden.entrySet().stream()
                .map(field -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(escaped(field.getKey()), escaped(field.getValue())))
                .collect(Collectors.joining());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
