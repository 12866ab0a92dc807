package art.pinhua.training.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The files of a tokenizer: `tokenizer.json`, or the older `vocab.txt`, or `vocab.json` with `merges.txt`;
/// and `tokenizer_config.json`, beside which older tokenizers have `special_tokens_map.json` and
/// `added_tokens.json`.
record TokenizerFolder(Path folder) {
    /// Bytes of the largest file beside the vocabulary that is read.
    private static final long LARGEST_BESIDE = 1L << 20;

    Tokenizer read() throws IOException {
        String config = text("tokenizer_config.json");
        String marks = beside("special_tokens_map.json");
        String added = beside(AddedTokens.FILE);
        if (!has("tokenizer.json") && has("vocab.txt")) {
            return Tokenizer.of(
                    TokenizerFile.ofVocabulary(text("vocab.txt"), config),
                    TokenizerConfig.ofVocabulary(config, marks, added));
        }
        var settings = TokenizerConfig.parse(config, marks, added);
        if (!has("tokenizer.json") && has("merges.txt")) {
            return Tokenizer.of(ClipTokenizerFile.of(text("vocab.json"), text("merges.txt")), settings);
        }
        return Tokenizer.of(TokenizerFile.parse(text("tokenizer.json")), settings);
    }

    private boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /// A file that need not be there.
    private @Nullable String beside(String name) throws IOException {
        return has(name) ? text(name, LARGEST_BESIDE) : null;
    }

    private String text(String name) throws IOException {
        return text(name, TokenizerFile.LARGEST);
    }

    private String text(String name, long largest) throws IOException {
        Path file = folder.resolve(name);
        if (Files.size(file) > largest) {
            throw new TokenizerException(file + " is larger than " + largest + " bytes");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new TokenizerException(file + " is not UTF-8");
        }
    }
}
