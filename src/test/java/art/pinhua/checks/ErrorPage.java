package art.pinhua.checks;

import art.pinhua.platform.problem.ProblemCode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of codes in `docs/errors.md`, made from the code.
final class ErrorPage {
    private ErrorPage() {}

    static Set<String> codes() {
        return all().stream().map(ProblemCode::name).collect(Collectors.toSet());
    }

    /// A table row a code, by status and name.
    static List<String> rows() {
        return all().stream()
                .sorted(Comparator.comparingInt(ProblemCode::status).thenComparing(ProblemCode::name))
                .map(code -> "| `" + code.name() + "` | " + code.status() + " | " + code.title() + " |")
                .toList();
    }

    static List<ProblemCode> all() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(new ImportOption.DoNotIncludeJars())
                        .importPackages("art.pinhua")
                        .stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(ProblemCode.class))
                        .flatMap(type -> constants(type.getName()))
                        .toList();
    }

    /// By our own class loader: the tests' application has another one than the reader of classes.
    private static Stream<ProblemCode> constants(String name) {
        try {
            return Arrays.stream(Class.forName(name).getEnumConstants()).map(ProblemCode.class::cast);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
