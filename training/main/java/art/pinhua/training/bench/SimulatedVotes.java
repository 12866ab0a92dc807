package art.pinhua.training.bench;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.io.Png;
import art.pinhua.training.starter.OpenPrompts;
import art.pinhua.training.starter.rater.SimulatedRater;
import art.pinhua.training.starter.rater.Taste;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.commons.codec.digest.DigestUtils;

/// A snapshot as the product would freeze it, without the product: a model's pictures and what honest simulated raters
/// say about every pair of one prompt.
///
/// @param prompts         number of prompts, every tenth held out
/// @param imagesPerPrompt pictures of each
/// @param votesPerPair    raters that see each pair
/// @param seed            of pictures and people
record SimulatedVotes(int prompts, int imagesPerPrompt, int votesPerPair, long seed) {
    private static final int HELD_OUT_EVERY = 10;

    /// A half vote for either side, as the product's prior does: no pair is certain.
    private static final double PRIOR = .5;

    private static final List<String> CAMPAIGNS = List.of("simulated");

    SimulatedVotes {
        if (prompts < 2 || imagesPerPrompt < 2 || votesPerPair < 1) {
            throw new IllegalArgumentException("no pair to vote on: %d prompts, %d pictures each, %d votes a pair"
                    .formatted(prompts, imagesPerPrompt, votesPerPair));
        }
    }

    /// @param request a prompt and seeds to a request
    interface Requests {
        PictureRequest of(String prompt, List<Long> seeds);
    }

    /// @param folder becomes the snapshot
    void freeze(Path folder, Painter painter, Requests requests, Taste taste) throws IOException {
        Files.createDirectories(SnapshotFiles.image(folder, "any").getParent());
        var groups = new ArrayList<PreferenceGroup>();
        List<String> texts = OpenPrompts.list(0, prompts);
        for (int p = 0; p < prompts; p++) {
            long first = seed * 1_000_000 + (long) p * imagesPerPrompt;
            var seeds = LongStream.range(first, first + imagesPerPrompt).boxed().toList();
            var pictures = new ArrayList<byte[]>();
            painter.draw(requests.of(texts.get(p), seeds), PictureListener.NONE)
                    .pictures()
                    .forEach(drawn ->
                            pictures.add(Png.encode(new Png.Pixels(drawn.width(), drawn.height(), drawn.rgb()))));
            groups.add(group(folder, p, texts.get(p), pictures, taste));
        }
        var manifest = new SnapshotManifest(
                SnapshotManifest.FORMAT, "", CAMPAIGNS, Map.of(), Map.of("groups", (long) groups.size()), "base", seed);
        SnapshotFiles.write(folder, manifest, groups);
    }

    /// Whether a snapshot was frozen here, and not of what people said.
    static boolean froze(SnapshotManifest snapshot) {
        return snapshot.campaignIds().equals(CAMPAIGNS);
    }

    private PreferenceGroup group(Path folder, int prompt, String text, List<byte[]> pictures, Taste taste)
            throws IOException {
        var images = new ArrayList<String>();
        for (byte[] picture : pictures) {
            images.add(store(folder, picture));
        }
        var pairs = new ArrayList<PreferenceGroup.Pair>();
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = i + 1; j < pictures.size(); j++) {
                pairs.add(pair(prompt, i, j, pictures, taste));
            }
        }
        return new PreferenceGroup(
                "prompt-" + prompt,
                text,
                "",
                prompt % HELD_OUT_EVERY == HELD_OUT_EVERY - 1
                        ? PreferenceGroup.Split.HELDOUT
                        : PreferenceGroup.Split.TRAIN,
                PreferenceGroup.Kind.SOFT,
                images,
                1,
                pairs);
    }

    private PreferenceGroup.Pair pair(int prompt, int i, int j, List<byte[]> pictures, Taste taste) {
        double forFirst = PRIOR;
        for (int vote = 0; vote < votesPerPair; vote++) {
            var rater = new SimulatedRater(
                    SimulatedRater.Kind.HONEST, taste, seed * 1000 + (long) prompt * votesPerPair + vote);
            long question = (long) i * pictures.size() + j;
            forFirst += switch (rater.compare(pictures.get(i), pictures.get(j), question)) {
                case LEFT -> 1;
                case RIGHT -> 0;
                case TIE, BOTH_BAD -> .5;
            };
        }
        double p = forFirst / (votesPerPair + 2 * PRIOR);
        return p >= .5
                ? new PreferenceGroup.Pair(i, j, p, votesPerPair)
                : new PreferenceGroup.Pair(j, i, 1 - p, votesPerPair);
    }

    private static String store(Path folder, byte[] png) throws IOException {
        String name = DigestUtils.sha256Hex(png);
        Files.write(SnapshotFiles.image(folder, name), png);
        return name;
    }
}
