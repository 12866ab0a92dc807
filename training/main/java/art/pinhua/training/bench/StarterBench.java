package art.pinhua.training.bench;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.starter.Artist;
import art.pinhua.training.starter.BothLanguages;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Examination;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.starter.training.LearntFrom;
import art.pinhua.training.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/// Examines a starter model: held-out prompts followed, spread of what they leave open, and the meters' own errors on
/// drawings before and after the model's autoencoder.
public final class StarterBench {
    private static final int SHEET_COLUMNS = 10;
    private static final int SHEET_PICTURES = 60;
    private static final int OPEN_SEEDS = 16;
    private static final int ZOOM = 2;

    /// @param learntFrom drawings among which copies are looked for, those of the last run last
    /// @param guidance   weight of the prompt
    public record Setting(
            String pipeline,
            int prompts,
            int drawings,
            List<LearntFrom> learntFrom,
            int steps,
            double guidance,
            int threads) {
        public Setting {
            learntFrom = List.copyOf(learntFrom);
            if (prompts < 1 || drawings < 1 || learntFrom.isEmpty()) {
                throw new IllegalArgumentException("nothing to measure: %d prompts, %d drawings, learnt from %s"
                        .formatted(prompts, drawings, learntFrom));
            }
        }
    }

    /// What held.
    /// @param prompts   followed, each trait as often as it has to be
    /// @param languages alike
    /// @param coding    by the autoencoder, loses little
    /// @param original  pictures only, no copies
    public record Gates(boolean prompts, boolean languages, boolean coding, boolean original) {
        public boolean all() {
            return prompts && languages && coding && original;
        }
    }

    /// @param side  of its pictures, pixels
    /// @param sheet the first pictures, in the order of the prompts
    public record Outcome(int side, Examination examination, Gates gates, String markdown, BufferedImage sheet) {}

    private final Setting setting;
    private final Tensors tensors;
    private final Painter painter;
    private final int side;
    private final Curriculum curriculum;
    private final Stages stages = new Stages(System.err::println, System::nanoTime);
    private long drawingNanos;
    private int drawn;

    private StarterBench(Setting setting, Tensors tensors, Painter painter) {
        this.setting = setting;
        this.tensors = tensors;
        this.painter = painter;
        side = painter.networks().nativeSize();
        curriculum = curriculum(side);
    }

    private static Curriculum curriculum(int side) {
        return switch (side) {
            case 64 -> new SmallCurriculum(side);
            case 128 -> new PaintingCurriculum(side);
            default ->
                throw new IllegalArgumentException(
                        "a starter model draws 64 or 128 pixels a side, this one draws " + side);
        };
    }

    public static Outcome run(Setting setting) throws IOException {
        try (var tensors = Tensors.cpu(setting.threads());
                var shelf = new ModelShelf(tensors, 1)) {
            var painter = shelf.painter(new ModelSource(setting.pipeline(), List.of()));
            return new StarterBench(setting, tensors, painter).measure();
        }
    }

    private Outcome measure() {
        var prompts = curriculum.prompts(setting.prompts());
        List<Raster> shown = new ArrayList<>();
        Artist model = this::draw;
        var memory = new HashMap<List<Object>, List<Raster>>();
        Artist remembering =
                (prompt, seeds) -> memory.computeIfAbsent(List.of(prompt, seeds), request -> model.draw(prompt, seeds));
        stages.begin("held-out prompts", prompts.size());
        var examination = Examination.of(
                (prompt, seeds) -> {
                    var pictures = remembering.draw(prompt, seeds);
                    shown.addAll(pictures);
                    return pictures;
                },
                curriculum.gates(),
                prompts);
        var markdown = new StringBuilder();
        markdown.append(String.format(
                Locale.ROOT,
                "%d held-out prompts, DPM-Solver++ 2M with %d steps, guidance %.1f; %.2f s a picture on %d"
                        + " threads.%n%n",
                prompts.size(),
                setting.steps(),
                setting.guidance(),
                drawingNanos / 1e9 / drawn,
                setting.threads()));
        markdown.append(examination.markdown()).append('\n');
        var pairs = curriculum.inBothLanguages(setting.prompts());
        boolean inBoth = true;
        if (!pairs.isEmpty()) {
            stages.begin("the same prompts in the other language", pairs.size());
            var languages = BothLanguages.of(remembering, curriculum.gates(), pairs);
            markdown.append(languages.markdown()).append('\n');
            inBoth = languages.passed();
        }
        var roundTrip = new RoundTrip(tensors, painter.networks().autoencoder());
        stages.begin("what prompts leave open", 0);
        markdown.append(curriculum.spread(model, OPEN_SEEDS)).append('\n');
        stages.begin("meters on drawings, before and after the autoencoder", 0);
        markdown.append(curriculum.calibration(setting.drawings(), roundTrip)).append('\n');
        var gate = CodingErrors.Gate.of(side);
        var coding = CodingErrors.of(curriculum, setting.drawings(), roundTrip);
        markdown.append(coding.markdown(gate));
        stages.begin("copies among the training pictures", 0);
        var copies = Copies.of(shown, curriculum, setting.learntFrom());
        markdown.append(copies.markdown());
        var gates = new Gates(examination.passed(), inBoth, coding.passes(gate), copies.passed());
        return new Outcome(side, examination, gates, markdown.toString(), sheet(shown));
    }

    private List<Raster> draw(String prompt, List<Long> seeds) {
        var request = new PictureRequest(
                prompt, "", seeds, setting.steps(), setting.guidance(), SamplerKind.DPMPP_2M, side, side);
        long start = System.nanoTime();
        var pictures = painter.draw(request, PictureListener.NONE).pictures();
        drawingNanos += System.nanoTime() - start;
        drawn += pictures.size();
        stages.done(pictures.size());
        return pictures.stream()
                .map(picture -> new Raster(picture.width(), picture.height(), picture.rgb()))
                .toList();
    }

    private BufferedImage sheet(List<Raster> pictures) {
        int count = Math.min(SHEET_PICTURES, pictures.size());
        int columns = Math.min(SHEET_COLUMNS, count);
        int cell = side * ZOOM + 4;
        var sheet =
                new BufferedImage(columns * cell, (count + columns - 1) / columns * cell, BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        for (int i = 0; i < count; i++) {
            graphics.drawImage(
                    pictures.get(i).toImage(),
                    i % columns * cell + 2,
                    i / columns * cell + 2,
                    side * ZOOM,
                    side * ZOOM,
                    null);
        }
        graphics.dispose();
        return sheet;
    }

    /// @param file a PNG
    public static void writeSheet(Path file, BufferedImage sheet) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!ImageIO.write(sheet, "png", file.toFile())) {
            throw new IllegalStateException("Java has no PNG writer");
        }
    }
}
