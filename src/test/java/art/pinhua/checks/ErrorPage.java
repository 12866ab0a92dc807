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
    /// Read once: that looks at every class.
    private static final List<ProblemCode> ALL = read();

    private ErrorPage() {}

    static Set<String> codes() {
        return ALL.stream().map(ProblemCode::name).collect(Collectors.toSet());
    }

    /// A table row a code, by status and name.
    static List<String> rows() {
        return ALL.stream()
                .sorted(Comparator.comparingInt(ProblemCode::status).thenComparing(ProblemCode::name))
                .map(code -> "| `" + code.name() + "` | " + code.status() + " | " + code.title() + " |")
                .toList();
    }

    static List<ProblemCode> all() {
        return ALL;
    }

    private static List<ProblemCode> read() {
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
