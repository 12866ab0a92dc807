package art.pinhua.training.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// A reader of what comes from outside. Inputs that it takes and inputs that it refuses lie in `fuzz/`
/// among the resources, in folders of its name; sound files of weights are made up besides, see
/// [Seeds].
public enum ReaderKind {
    /// Any bytes as a safetensors file.
    SAFETENSORS(Readings::safetensors),
    /// Any header of an adapter.
    ADAPTER(Readings::adapter),
    /// Any text as what peft notes of its layers, in the file and beside it.
    PEFT(Readings::peft),
    /// Any header of a learned word.
    WORD(Readings::word),
    /// Any header of a checkpoint in one file, with its configurations and the names of its networks.
    CHECKPOINT(Readings::checkpoint),
    /// The same of the XL family.
    XL_CHECKPOINT(Readings::checkpoint),
    /// Any text as the index of a folder.
    INDEX(Readings::index),
    /// Any text as the index of weights in parts.
    PARTS(Readings::parts),
    /// Any text as the configuration of each network.
    CONFIGURATION(Readings::configuration),
    /// Any text as the configuration of a scheduler.
    SCHEDULE(Readings::schedule),
    /// Any text as a tokenizer.
    TOKENIZER(Readings::tokenizer),
    /// Any text as the settings of a tokenizer.
    TOKENIZER_SETTINGS(Readings::tokenizerSettings),
    /// Any text as the map of an older tokenizer's marks.
    TOKENIZER_MARKS(Readings::tokenizerMarks),
    /// Any text as the words that a pipeline with an older tokenizer was taught.
    ADDED_TOKENS(Readings::addedTokens),
    /// Any text as the vocabulary of an older BERT tokenizer.
    VOCABULARY_LINES(Readings::vocabularyLines),
    /// Any text as the vocabulary of an older CLIP tokenizer.
    VOCABULARY(Readings::vocabulary),
    /// Any text as the merges of an older CLIP tokenizer.
    MERGES(Readings::merges),
    /// Any line as a request to the engine.
    REQUEST(Readings::request),
    /// Any line that asks how a prompt is read, and the answer.
    ENCODE(Readings::encode);

    /// Reads bytes, or refuses them by one of the exceptions that [FuzzTarget] knows.
    interface Reading {
        /// @param folder which [Readings#lay] has prepared
        void read(byte[] data, Path folder) throws IOException;
    }

    /// @param name of a file, or number of one that is made up
    record Input(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Reading reading;

    ReaderKind(Reading reading) {
        this.reading = reading;
    }

    void read(byte[] data, Path folder) throws IOException {
        reading.read(data, folder);
    }

    /// Inputs that it takes, at least one.
    List<Input> sound() throws IOException {
        var inputs = new ArrayList<>(files("sound"));
        for (byte[] each : Readings.made(this)) {
            inputs.add(new Input("made " + inputs.size(), each));
        }
        return inputs;
    }

    /// Inputs that once broke it, or look as if they could: all are refused.
    List<Input> hostile() throws IOException {
        var inputs = new ArrayList<>(files("hostile"));
        if (this == XL_CHECKPOINT) {
            for (ZeroFile each : Seeds.hostileXlCheckpoints()) {
                inputs.add(new Input("made " + inputs.size(), each.header()));
            }
        }
        return inputs;
    }

    private List<Input> files(String what) throws IOException {
        Path folder = resources()
                .resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .resolve(what);
        var inputs = new ArrayList<Input>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(new Input(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
                }
            }
        }
        return inputs;
    }

    private static Path resources() {
        try {
            return Path.of(Objects.requireNonNull(ReaderKind.class.getResource("/fuzz"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
