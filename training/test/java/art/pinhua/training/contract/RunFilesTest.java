package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    private static final String OPEN = "{\"runId\":\"r1\",\"seed\":42,\"base\":{\"pipeline\":\"/m\"},"
            + "\"snapshot\":\"/s\",\"objective\":{\"kind\":\"PL_DPO\",\"beta\":2000.0,\"sdpoMu\":0.1,"
            + "\"anchor\":0.0},\"lora\":{\"rank\":16,\"alpha\":16.0,\"targets\":[\"ATTENTION\",\"FEED_FORWARD\"]},"
            + "\"optimiser\":{\"lr\":1.0E-4,\"warmup\":20,\"weightDecay\":0.01,\"clip\":1.0,\"ema\":0.99},"
            + "\"batchGroups\":8,\"steps\":300,\"checkpointEvery\":50,\"sampleEvery\":0,"
            + "\"samplePrompts\":[{\"prompt\":\"红袍\",\"seed\":1}],\"threads\":2,\"device\":\"cpu\"";
    private static final String STOP_RULES = "\"stopRules\":{\"winnerError\":1.02,\"winnerSteps\":50,\"drift\":0.15,"
            + "\"trainingAccuracy\":0.95,\"flatMeasurements\":3}";
    private static final String RUN = OPEN + "," + STOP_RULES + "}";
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir
    Path folder;

    @Test
    void runConfigIsThisText() throws IOException {
        RunFiles.writeConfig(folder, StrictJson.read(RUN, RunConfig.class));
        assertEquals(RUN + "\n", Files.readString(folder.resolve("run.json")));
        assertEquals(RUN, RunFiles.line(RunFiles.config(folder)));
    }

    @Test
    void stopRulesLeftOutAreTheUsualOnes() {
        assertEquals(RUN, RunFiles.line(StrictJson.read(OPEN + "}", RunConfig.class)));
        var refusal = assertThrows(
                WireException.class,
                () -> StrictJson.read(RUN.replace("\"drift\":0.15", "\"drift\":0"), RunConfig.class));
        assertEquals("stopRules", refusal.field());
        assertTrue(refusal.getMessage().contains("drift must be positive, was 0"), refusal.getMessage());
    }

    /// An older run has none, and goes on as the run that it was.
    @Test
    void samplingIsPartOfTheRunWhereItIsSaid() {
        RunConfig old = StrictJson.read(RUN, RunConfig.class);
        assertEquals(SamplingSettings.PLAIN, old.samplingOrPlain());
        String line = OPEN + "," + STOP_RULES + ",\"sampling\":{\"steps\":4,\"guidance\":1.0,\"guidanceRescale\":0.0,"
                + "\"sampler\":\"EULER\",\"clipSkip\":0,\"negativePrompt\":\"\"}}";
        RunConfig config = StrictJson.read(line, RunConfig.class);
        assertEquals(line, RunFiles.line(config));
        assertEquals(4, config.samplingOrPlain().steps());
        assertNotEquals(old.withoutPlaces(), config.withoutPlaces());
    }

    @Test
    void otherPlacesAreTheSameRun() {
        RunConfig config = StrictJson.read(RUN, RunConfig.class);
        RunConfig moved = config.at(new RunConfig.Base("/elsewhere"), null, "/other");
        assertEquals("/other", moved.snapshot());
        assertEquals(config.withoutPlaces(), moved.withoutPlaces());
    }

    @Test
    void learnedWordsArePartOfTheRunWhereverTheyLie() {
        String line = RUN.replace("\"/m\"}", "\"/m\",\"words\":[{\"file\":\"/w\",\"word\":\"robe\"}]}");
        RunConfig config = StrictJson.read(line, RunConfig.class);
        assertEquals(line, RunFiles.line(config));
        var elsewhere = new RunConfig.Base("/e", List.of(new ModelSource.Word("/e/w", "robe")));
        assertEquals(config.withoutPlaces(), config.at(elsewhere, null, "/s").withoutPlaces());
        var other = new RunConfig.Base("/m", List.of(new ModelSource.Word("/w", "cape")));
        assertNotEquals(config.withoutPlaces(), config.at(other, null, "/s").withoutPlaces());
        assertNotEquals(
                config.withoutPlaces(), StrictJson.read(RUN, RunConfig.class).withoutPlaces());
    }

    @Test
    void badRunConfigNamesFieldAndFile() throws IOException {
        Files.writeString(folder.resolve("run.json"), RUN.replace("\"rank\":16", "\"rank\":0"));
        var refusal = assertThrows(WireException.class, () -> RunFiles.config(folder));
        assertEquals("lora", refusal.field());
        assertTrue(refusal.getMessage().contains("rank must be 1 to 1024, was 0"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("run.json"), refusal.getMessage());
    }

    @Test
    void eventsAreTheseLines() {
        List<String> lines = List.of(
                "{\"type\":\"preparing\",\"step\":0,\"done\":16,\"total\":1200}",
                "{\"type\":\"started\",\"step\":0,\"steps\":300,\"groups\":40,\"pairs\":9}",
                "{\"type\":\"part\",\"step\":0,\"done\":4,\"total\":144}",
                "{\"type\":\"step\",\"step\":1,\"loss\":0.6931472,\"accuracy\":0.5,\"margin\":0.0,\"winnerError\":0.1,"
                        + "\"loserError\":0.1,\"gradNorm\":2.0,\"lr\":1.0E-4,\"beta\":2000.0,\"lambda\":1.0,"
                        + "\"imagesPerSecond\":30.5,\"secondsLeft\":120.0}",
                "{\"type\":\"heldout\",\"step\":50,\"accuracy\":0.7,\"pairs\":9}",
                "{\"type\":\"drift\",\"step\":50,\"ratio\":0.03,\"layer\":\"mid_block.to_q\",\"layerRatio\":0.2}",
                "{\"type\":\"stopped\",\"step\":60,\"reason\":{\"rule\":\"DRIFT\",\"measured\":0.06,\"limit\":0.05,"
                        + "\"times\":1,\"layer\":\"mid_block.to_q\"}}",
                "{\"type\":\"sample\",\"step\":50,\"index\":0,\"prompt\":\"红袍\",\"seed\":1,\"file\":\"samples/0.png\","
                        + "\"baseFile\":\"samples/base-0.png\"}",
                "{\"type\":\"checkpoint\",\"step\":50,\"file\":\"checkpoints/50.safetensors\"}",
                "{\"type\":\"done\",\"step\":300,\"adapter\":\"adapter.safetensors\",\"sha256\":\"ff\"}",
                "{\"type\":\"done\",\"step\":300,\"adapter\":\"a\",\"sha256\":\"ff\",\"heldoutAccuracy\":0.75}",
                "{\"type\":\"done\",\"step\":300,\"adapter\":\"a\",\"sha256\":\"ff\","
                        + "\"content\":{\"rank\":4,\"alpha\":2.0,\"targetModules\":[\"to_q\"],\"parameters\":512}}",
                "{\"type\":\"failed\",\"step\":3,\"message\":\"the loss became NaN\"}",
                "{\"type\":\"failed\",\"step\":3,\"message\":\"disk full\",\"reason\":\"NO_ROOM\"}",
                "{\"type\":\"cancelled\",\"step\":3}");
        for (String line : lines) {
            assertEquals(line, RunFiles.line(RunFiles.event(line)));
        }
    }

    @Test
    void numbersThatAreNotFiniteAreNotWritten() {
        var refusal = assertThrows(WireException.class, () -> RunFiles.line(new RunEvent.Heldout(1, Double.NaN, 3)));
        assertEquals("accuracy", refusal.field());
    }

    @Test
    void lineCutShortByAKillIsLeftOutAndTheNextOneWhole() throws IOException {
        RunFiles.append(folder, new RunEvent.Started(0, 9, 4, 0));
        Files.writeString(folder.resolve("events.jsonl"), "{\"type\":\"step\",\"lo", StandardOpenOption.APPEND);
        assertEquals(List.of(new RunEvent.Started(0, 9, 4, 0)), RunFiles.events(folder));
        RunFiles.append(folder, new RunEvent.Started(2, 9, 4, 0));
        assertEquals(
                List.of(new RunEvent.Started(0, 9, 4, 0), new RunEvent.Started(2, 9, 4, 0)), RunFiles.events(folder));
    }

    @Test
    void noEventsBeforeTheRunStarts() throws IOException {
        assertEquals(List.of(), RunFiles.events(folder));
    }

    @Test
    void theTrainerIsReadAsItWasWrittenOrNotAtAll() throws IOException {
        assertEquals(Optional.empty(), RunFiles.trainer(folder));
        var trainer = new RunningTrainer(4711, 1_796_000_000_123L);
        RunFiles.writeTrainer(folder, trainer);
        assertEquals(Optional.of(trainer), RunFiles.trainer(folder));
        Files.writeString(folder.resolve("trainer.json"), "{\"pid\":47");
        assertEquals(Optional.empty(), RunFiles.trainer(folder), "the power went");
    }

    @Test
    void snapshotKeepsItsDigest() throws IOException {
        var group = new PreferenceGroup(
                "p1",
                "红袍",
                "",
                PreferenceGroup.Split.TRAIN,
                PreferenceGroup.Kind.SOFT,
                List.of(A, B),
                1.0,
                List.of(new PreferenceGroup.Pair(0, 1, 0.83, 1.0)));
        String line =
                "{\"promptId\":\"p1\",\"prompt\":\"红袍\",\"negativePrompt\":\"\",\"split\":\"train\",\"kind\":\"soft\","
                        + "\"images\":[\"" + A + "\",\"" + B + "\"],\"weight\":1.0,"
                        + "\"pairs\":[{\"winner\":0,\"loser\":1,\"p\":0.83,\"weight\":1.0}]}";
        assertEquals(line, SnapshotFiles.line(group));
        assertEquals(group, SnapshotFiles.group(line));
        var manifest = new SnapshotManifest(
                SnapshotManifest.FORMAT,
                "",
                List.of("c1"),
                Map.of("goldFloor", "0.6"),
                Map.of("groups", 1L),
                "base",
                7);
        SnapshotManifest written = SnapshotFiles.write(folder, manifest, List.of(group));
        assertEquals(written, SnapshotFiles.manifest(folder));
        assertEquals(List.of(group), SnapshotFiles.groups(folder));

        Files.writeString(folder.resolve("preferences.jsonl"), line.replace("0.83", "0.17") + "\n");
        assertEquals(
                "digest",
                assertThrows(WireException.class, () -> SnapshotFiles.groups(folder))
                        .field());
        Files.writeString(
                folder.resolve("preferences.jsonl"), line + "\n" + line.replace("\"p\":0.83", "\"p\":2") + "\n");
        var refusal = assertThrows(WireException.class, () -> SnapshotFiles.groups(folder));
        assertEquals("pairs[0]", refusal.field());
        assertTrue(refusal.getMessage().contains("line 2"), refusal.getMessage());
    }

    @Test
    void aManifestNamesTheWordsOfItsPicturesAndOlderOnesNone() {
        var older = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of(), Map.of(), Map.of(), "base", 7);
        String line = "{\"format\":\"pinhua-snapshot/1\",\"digest\":\"\",\"campaignIds\":[],\"rules\":{},"
                + "\"counts\":{},\"baseModel\":\"base\",\"splitSeed\":7}";
        assertEquals(line, StrictJson.write(older));
        assertEquals(older, StrictJson.read(line, SnapshotManifest.class));
        assertEquals(List.of(), older.wordsOrNone());
        assertEquals(older, older.withWords(List.of()), "as no words");

        var taught = older.withWords(List.of(new SnapshotManifest.Word("robe", A)));
        String named = line.replace("7}", "7,\"words\":[{\"word\":\"robe\",\"sha256\":\"" + A + "\"}]}");
        assertEquals(named, StrictJson.write(taught));
        assertEquals(taught, StrictJson.read(named, SnapshotManifest.class));
        var otherwise = older.withWords(List.of(new SnapshotManifest.Word("robe", B)));
        assertEquals(
                3,
                Stream.of(older, taught, otherwise)
                        .map(manifest -> SnapshotFiles.digest(manifest, List.of()))
                        .distinct()
                        .count());
        var refusal = assertThrows(
                WireException.class, () -> StrictJson.read(named.replace(A, "../etc"), SnapshotManifest.class));
        assertEquals("words[0]", refusal.field());
    }

    @Test
    void aManifestSaysHowLargeTheFilesOfItsWordsAreAndItsDigestDoesNot() throws IOException {
        var bare = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of(), Map.of(), Map.of(), "base", 7);
        var taught = bare.withWords(List.of(new SnapshotManifest.Word("robe", A)));
        Files.createDirectories(folder.resolve("words"));
        Files.writeString(SnapshotFiles.word(folder, A), "vectors");
        SnapshotManifest written = SnapshotFiles.write(folder, taught, List.of());
        String line = Files.readString(folder.resolve("snapshot.json"));
        assertTrue(line.contains("\"words\":[{\"word\":\"robe\",\"sha256\":\"" + A + "\",\"bytes\":7}]"), line);
        assertEquals(written, SnapshotFiles.manifest(line));
        assertEquals(
                "35dc05e0599daac2cb56f79caaf85ab2b6a580c56f13a33c07cb3b926d610fe1",
                written.digest(),
                "as before sizes were written");
        assertEquals(List.of(), SnapshotFiles.groups(folder), "the digest holds");
        assertThrows(WireException.class, () -> SnapshotFiles.manifest(line.replace(":7}", ":-1}")));
    }

    @Test
    void aManifestSaysWhatItsPicturesWereDrawnWithoutAndOlderOnesDoNot() {
        var older = new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of(), Map.of(), Map.of(), "base", 7);
        assertEquals(3, older.clipSkipOr(3));
        assertEquals(0, older.withClipSkip(0).clipSkipOr(3));
        String line = StrictJson.write(older);
        String said = line.replace("7}", "7,\"clipSkip\":2}");
        SnapshotManifest skipping = older.withClipSkip(2);
        assertEquals(said, StrictJson.write(skipping));
        assertEquals(skipping, StrictJson.read(said, SnapshotManifest.class));
        assertEquals(skipping, skipping.withWords(List.of()).withDigest(""));
        assertEquals(
                3,
                Stream.of(older, older.withClipSkip(0), skipping)
                        .map(manifest -> SnapshotFiles.digest(manifest, List.of()))
                        .distinct()
                        .count());
        assertThrows(WireException.class, () -> SnapshotFiles.manifest(said.replace(":2}", ":12}")));
    }

    @Test
    void groupsThatMakeNoSenseAreRefused() {
        assertEquals(
                List.of(A, B), group(PreferenceGroup.Kind.PAIR, List.of(A, B)).images());
        assertRefused("images must be a list of two or more", PreferenceGroup.Kind.RANKING, A);
        assertRefused("images must be two in a pair", PreferenceGroup.Kind.PAIR, A, B, "c".repeat(64));
        assertRefused("images must be different", PreferenceGroup.Kind.PAIR, A, A);
        assertRefused("pairs must be given in soft groups only", PreferenceGroup.Kind.SOFT, A, B);
        assertRefused("images must be 64 hexadecimal digits", PreferenceGroup.Kind.RANKING, "../etc", B);
    }

    private static void assertRefused(String complaint, PreferenceGroup.Kind kind, String... images) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> group(kind, List.of(images)));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(complaint), refusal.getMessage());
    }

    private static PreferenceGroup group(PreferenceGroup.Kind kind, List<String> images) {
        return new PreferenceGroup("p", "x", "", PreferenceGroup.Split.HELDOUT, kind, images, 1, List.of());
    }
}
