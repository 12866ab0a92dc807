package art.pinhua.generation;

import art.pinhua.generation.GenerationResource.GenerationView;
import art.pinhua.generation.GenerationResource.ImageItem;
import art.pinhua.platform.jobs.Job;
import art.pinhua.registry.LearnedWord;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Generations as people see them. What several have in common is looked up once.
@Singleton
class GenerationViews {
    private final Playground playground;
    private final ImageRows images;
    private final Registry registry;

    GenerationViews(Playground playground, ImageRows images, Registry registry) {
        this.playground = playground;
        this.images = images;
        this.registry = registry;
    }

    List<GenerationView> of(List<Generation> rows) {
        var drawn = images.ofGenerations(rows.stream().map(Generation::id).toList()).stream()
                .collect(Collectors.groupingBy(Image::generationId));
        var common = new Common(
                distinct(rows, row -> Stream.of(row.modelVersionId())).stream()
                        .collect(Collectors.toMap(Function.identity(), registry::version)),
                images.byIds(distinct(rows, row -> Stream.ofNullable(row.startImageId()))).stream()
                        .collect(Collectors.toMap(Image::id, Function.identity())),
                registry.learnedWords(distinct(rows, row -> row.words().stream())).stream()
                        .collect(Collectors.toMap(LearnedWord::id, LearnedWord::word)));
        return rows.stream()
                .map(row -> view(row, drawn.getOrDefault(row.id(), List.of()), common))
                .toList();
    }

    private static List<UUID> distinct(List<Generation> rows, Function<Generation, Stream<UUID>> ids) {
        return rows.stream().flatMap(ids).distinct().toList();
    }

    /// By their ids.
    private record Common(Map<UUID, ModelVersion> versions, Map<UUID, Image> starts, Map<UUID, String> words) {}

    private GenerationView view(Generation row, List<Image> drawn, Common common) {
        var version = Objects.requireNonNull(common.versions().get(row.modelVersionId()));
        boolean done = row.state() == GenerationState.DONE;
        var job = done ? Optional.<Job>empty() : playground.job(row);
        var start = Optional.ofNullable(row.startImageId()).map(common.starts()::get);
        var items = drawn.stream()
                .map(image -> new ImageItem(
                        image.id(),
                        Images.url(image.id()),
                        image.index(),
                        Long.toString(image.seed()),
                        image.modelVersionId(),
                        version.name()))
                .toList();
        return new GenerationView(
                row.id(),
                row.state(),
                done
                        ? row.steps()
                        : Math.min(
                                row.steps(),
                                job.map(each -> (int) each.stepsDone()).orElse(0)),
                row.steps(),
                row.prompt(),
                row.negativePrompt(),
                row.guidance(),
                row.sampler(),
                row.guidanceRescale(),
                row.noise(),
                row.startImageId(),
                row.strength(),
                Images.maskUrl(row.id(), row.maskSha256()),
                row.adapters(),
                row.words().stream()
                        .map(id -> Objects.requireNonNull(common.words().get(id)))
                        .toList(),
                row.clipSkip(),
                row.width(),
                row.height(),
                PictureSizes.automatic(version.baseModel(), start)
                        .equals(new ImageRequest.Size(row.width(), row.height())),
                Long.toString(row.seeds().getFirst()),
                row.seeds().size(),
                row.modelVersionId(),
                version.name(),
                items,
                row.error(),
                job.flatMap(each -> Optional.ofNullable(each.waitReason())).orElse(null),
                row.promptTokensCut(),
                row.negativePromptTokensCut(),
                row.unknownWords(),
                OtherSyntax.in(row.prompt(), row.negativePrompt()),
                row.createdAt());
    }
}
