package art.pinhua.prompt;

import java.util.Locale;

/// The language a prompt is written in, told from its script: Han characters, other letters, or both.
public enum Language {
    ZH,
    EN,
    MIXED;

    /// The spelling in tables and views.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Language of(String text) {
        boolean han = text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        boolean letters = text.codePoints()
                .anyMatch(c -> Character.isLetter(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.HAN);
        return han ? (letters ? MIXED : ZH) : EN;
    }
}
