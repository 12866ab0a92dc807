package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.PeftAdapter;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Where on the machine of the application models and adapters may lie to be imported. All else is out of reach, so
/// that nobody learns by an import which other files there are.
@Singleton
class ImportPlaces {
    private static final int DEPTH = 2;
    private static final int MOST_FOUND = 200;

    /// Folders that lie beside a checkpoint in one file for it.
    private static final List<String> BESIDE =
            List.of(PipelineFiles.TOKENIZER, PipelineFiles.TOKENIZER_2, TinyFiles.FOLDER);

    private final List<Path> folders;

    ImportPlaces(DataFolder data, @ConfigProperty(name = "pinhua.import.folders") Optional<List<String>> folders) {
        this.folders =
                folders
                        .map(named -> named.stream().map(Path::of).toList())
                        .orElseGet(() -> List.of(data.folder("import")))
                        .stream()
                        .map(folder -> folder.toAbsolutePath().normalize())
                        .toList();
    }

    List<Path> folders() {
        return folders;
    }

    /// What lies there and looks like a model or an adapter, for people to choose from.
    List<Path> found() {
        return folders.stream()
                .flatMap(folder -> found(folder).stream())
                .distinct()
                .sorted()
                .limit(MOST_FOUND)
                .toList();
    }

    /// A folder that is not there has nothing to offer, one among others that is not ours to read hides nothing else.
    private static List<Path> found(Path folder) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, Set.of(), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
                    return look(place);
                }

                @Override
                public FileVisitResult visitFile(Path place, BasicFileAttributes attributes) {
                    return look(place);
                }

                @Override
                public FileVisitResult visitFileFailed(Path place, IOException refusal) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path place, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                private FileVisitResult look(Path place) {
                    if (looksLikeOne(place)) {
                        found.add(place);
                    }
                    return found.size() < MOST_FOUND ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the visitor lets no failure through
        }
        return found;
    }

    private static boolean looksLikeOne(Path place) {
        if (Files.isDirectory(place)) {
            return Files.isRegularFile(place.resolve("model_index.json")) || PeftAdapter.isIn(place);
        }
        String name = place.toString().toLowerCase(Locale.ROOT);
        boolean partOfOne = Files.isRegularFile(place.resolveSibling("config.json"))
                || place.endsWith(PeftAdapter.TENSORS) && Files.isRegularFile(place.resolveSibling(PeftAdapter.CONFIG));
        return !partOfOne && (name.endsWith(".safetensors") || name.endsWith(".zip"));
    }

    /// The place itself, without links and dots, or a refusal that names the field `path`.
    /// @param given absolute, or relative to the working folder
    Path allowed(String given) {
        Path place = path(given);
        if (!within(place)) {
            throw ProblemException.invalid(
                    "path",
                    "lies outside of the folders to import from: " + String.join(", ", names())
                            + "; put it there, or name its folder in pinhua.import.folders");
        }
        if (!Files.isDirectory(place) && !Files.isRegularFile(place)) {
            throw ProblemException.invalid("path", "is no folder or file on the machine of the application: " + place);
        }
        if (Pickles.named(place.toString())) {
            throw ProblemException.invalid("path", Pickles.REFUSAL);
        }
        return real(place);
    }

    /// Refuses a model with a link that leads out, by the link: nothing is told of what it leads to.
    /// What lies elsewhere was unpacked by the product, or settings name it: links lead where they
    /// will there.
    /// @param model folder in diffusers layout, or checkpoint in one file
    void requireLinksWithin(Path model) throws IOException {
        if (!within(model)) {
            return;
        }
        if (Files.isDirectory(model)) {
            FolderFiles.of(model, this::requireWithin);
            return;
        }
        requireWithin(PredictionNote.beside(model));
        for (String name : BESIDE) {
            Path part = model.resolveSibling(name);
            requireWithin(part);
            if (Files.isDirectory(part)) {
                FolderFiles.of(part, this::requireWithin);
            }
        }
    }

    private void requireWithin(Path link) {
        if (!within(link)) {
            throw new ModelRefused(link + " is a link that leads out of the folders to import from: "
                    + String.join(", ", names())
                    + ". Put there what it leads to, or name that folder in pinhua.import.folders.");
        }
    }

    private boolean within(Path place) {
        return folders.stream().anyMatch(folder -> real(place).startsWith(real(folder)));
    }

    private List<String> names() {
        return folders.stream().map(Path::toString).toList();
    }

    private static Path path(String given) {
        try {
            return Path.of(given).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ProblemException.invalid("path", "is no path: " + e.getReason());
        }
    }

    /// What does not exist is taken as it is written.
    private static Path real(Path place) {
        try {
            return place.toRealPath();
        } catch (IOException e) {
            return place;
        }
    }
}
