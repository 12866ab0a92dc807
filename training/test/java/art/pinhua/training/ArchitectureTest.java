package art.pinhua.training;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may use what. Each rule is shown planted violations, which it must find. A package or a method
/// that a rule names must be there: a rule against another keeps nothing out.
class ArchitectureTest {
    private static final String ROOT = "art.pinhua.training.";
    private static final String FACADE = ROOT + "tensor..";
    private static final String PLANTED = ROOT + "planted.PlantedTensorMisuse$";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("art.pinhua.training");

    /// @param planted classes that break the rule, all of them
    record Checked(String name, ArchRule rule, List<String> planted) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Checked> rules() {
        return Stream.of(
                new Checked("only the façade sees the engine", onlyTheFacadeSeesTheEngine(), List.of("EngineUse")),
                new Checked(
                        "no Java number in tensor arithmetic",
                        noNumberInTensorArithmetic(),
                        List.of("NumberArithmetic", "NumberArithmeticByReference")),
                new Checked("copies and names only in the façade", copiesAndNamesOnlyInTheFacade(), List.of("Cast")),
                new Checked(
                        "data enters through the façade",
                        dataEntersThroughTheFacade(),
                        List.of("DataEntry", "ListEncoding")),
                new Checked(
                        "no virtual threads",
                        noVirtualThreads(),
                        List.of("VirtualThread", "StartedVirtualThread", "VirtualThreadPool")),
                direction("sampler", "PlantedModelUse", "model", "trainer", "data", "generate"),
                direction("objective", "PlantedModelUse", "model", "trainer", "data", "generate"),
                direction("noise", "PlantedModelUse", "model", "trainer", "data", "sampler"),
                direction("model", "PlantedTrainerUse", "trainer", "data", "objective", "sampler", "generate"),
                direction("lora", "PlantedModelUse", "model", "trainer", "data", "objective", "sampler"),
                direction("tensor", "PlantedModelUse", "model", "lora", "trainer", "data", "sampler", "contract"),
                direction("io", "PlantedTensorUse", "tensor", "model", "lora", "trainer", "data", "sampler"),
                new Checked(
                        "contract, io, random, text, measure and the starter's drawings run without the engine",
                        pureJava(),
                        List.of(ROOT + "contract.PlantedEngineUse")));
    }

    private static ArchRule onlyTheFacadeSeesTheEngine() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(FACADE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl.pytorch..",
                        NDArrayEx.class.getPackageName() + "..",
                        Block.class.getPackageName() + "..",
                        Trainer.class.getPackageName() + "..",
                        Predictor.class.getPackageName() + "..");
    }

    /// `x.mul(2)` reads freed memory in backward: the gradient is wrong without a word.
    private static ArchRule noNumberInTensorArithmetic() {
        return noClasses()
                .should()
                .accessTargetWhere(target(owner(assignableTo(NDArray.class).or(assignableTo(NDArrays.class))))
                        .and(describe(
                                "takes a Number",
                                access -> access.getTarget() instanceof CodeUnitAccessTarget unit
                                        && unit.getRawParameterTypes().stream()
                                                .anyMatch(type -> type.isAssignableTo(Number.class)))));
    }

    /// These cut the graph, return aliases, or give arrays names, which DJL's own calls misread.
    private static ArchRule copiesAndNamesOnlyInTheFacade() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(FACADE)
                .should()
                .accessTargetWhere(target(owner(assignableTo(NDArray.class)))
                        .and(target(nameMatching(methods(
                                NDArray.class,
                                "toType",
                                "toDevice",
                                "duplicate",
                                "setName",
                                "toByteBuffer",
                                "getGradient",
                                "setRequiresGradient")))));
    }

    private static ArchRule dataEntersThroughTheFacade() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(FACADE)
                .should()
                .accessTargetWhere(target(owner(assignableTo(NDManager.class)))
                        .and(target(nameMatching(methods(NDManager.class, "create", "decode", "load")))))
                .orShould()
                .accessTargetWhere(target(owner(assignableTo(NDList.class)))
                        .and(target(nameMatching(methods(NDList.class, "encode", "decode")))));
    }

    private static ArchRule noVirtualThreads() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor");
    }

    private static ArchRule pureJava() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        packages("contract", "io", "random", "text", "starter", "starter.atelier", "measure"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..");
    }

    private static Checked direction(String from, String planted, String... forbidden) {
        String[] named = packages(forbidden);
        String[] packages = Stream.of(named).map(name -> name + "..").toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(ROOT + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
        return new Checked(from + " imports none of its users", rule, List.of(ROOT + from + "." + planted));
    }

    /// Names of packages that are there.
    private static String[] packages(String... names) {
        for (String name : names) {
            assertTrue(PRODUCT.containPackage(ROOT + name), () -> "there is no package " + name);
        }
        return Stream.of(names).map(name -> ROOT + name).toArray(String[]::new);
    }

    /// The pattern for methods that are there.
    private static String methods(Class<?> owner, String... names) {
        for (String name : names) {
            assertTrue(
                    Stream.of(owner.getMethods())
                            .anyMatch(method -> method.getName().equals(name)),
                    () -> owner + " has no " + name);
        }
        return String.join("|", names);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void productKeepsTheRule(Checked checked) {
        checked.rule().check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleFindsThePlantedViolation(Checked checked) throws ClassNotFoundException {
        for (String name : checked.planted()) {
            Class<?> planted = Class.forName(name.startsWith(ROOT) ? name : PLANTED + name);
            JavaClasses classes = new ClassFileImporter().importClasses(planted);
            assertThrows(AssertionError.class, () -> checked.rule().check(classes), name);
        }
    }
}
