package art.pinhua.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The rules of `docs/architecture.md`, each as a value, so that a planted violation can be held against it.
final class Rules {
    /// In pipeline order: a slice may use those before it. The first two stand side by side.
    static final List<String> SLICES = List.of(
            "platform",
            "statistics",
            "registry",
            "prompt",
            "rater",
            "generation",
            "campaign",
            "vote",
            "curation",
            "dataset",
            "finetuning",
            "comparison",
            "promotion",
            "lineage",
            // no slice: backup, restore and the check of what is stored
            "care",
            // no slice: the loop by itself, through the HTTP API, and the measurements
            "demo");

    static final ArchRule ENGINE_STAYS_OUT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "art.pinhua.training.tensor..",
                    "art.pinhua.training.model..",
                    "art.pinhua.training.trainer..",
                    "art.pinhua.training.sampler..",
                    "art.pinhua.training.objective..",
                    "art.pinhua.training.lora..",
                    "art.pinhua.training.data..",
                    "art.pinhua.training.noise..")
            .because("libtorch lives in the engine's own process");

    static final ArchRule STATISTICS_IS_PURE = classes()
            .that()
            .resideInAPackage("..statistics..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "..statistics..", "org.jspecify.."))
            .because("maths knows no framework");

    static final ArchRule ROWS_STAY_IN_THEIR_PACKAGE = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAssignableTo(PanacheRepositoryBase.class)
            .should()
            .bePackagePrivate()
            .because("one writer per table");

    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED = CompositeArchRule.of(List.of(
            never(Instant.class, "now"),
            never(LocalDate.class, "now"),
            never(LocalDateTime.class, "now"),
            never(OffsetDateTime.class, "now"),
            never(UUID.class, "randomUUID"),
            never(Math.class, "random"),
            never(ThreadLocalRandom.class, "current"),
            noClasses().should().callConstructor(Random.class),
            noClasses().should().callMethod(System.class, "currentTimeMillis"),
            noClasses()
                    .that()
                    .doNotHaveSimpleName("Sources")
                    .and()
                    .doNotHaveSimpleName("DataFolder")
                    .should()
                    .callConstructor(SecureRandom.class)));

    static final ArchRule RESOURCES_ANSWER_WITH_RECORDS = methods()
            .that(Endpoints.ARE_ENDPOINTS)
            .should(Endpoints.ANSWER_WITH_RECORDS)
            .because("an entity at the edge would become a contract");

    static final ArchRule ENDPOINTS_DECLARE_WHO_MAY = methods()
            .that(Endpoints.ARE_ENDPOINTS)
            .should(Endpoints.beAnnotatedHereOrOnTheClass(RolesAllowed.class, PermitAll.class, Authenticated.class));

    private Rules() {}

    /// For every slice: nothing of a later one. `root` is `art.pinhua`, or the package of the planted violations.
    static ArchRule sliceOrder(String root) {
        var rules = SLICES.stream()
                .filter(slice -> !later(slice).isEmpty())
                .map(slice -> (ArchRule) noClasses()
                        .that(resideInAPackage(root + "." + slice + ".."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(packages(root, later(slice))))
                        .allowEmptyShould(true)
                        .because("data flows one way: " + slice + " stands before " + later(slice)))
                .toList();
        return CompositeArchRule.of(rules);
    }

    static ArchRule everyClassInAKnownSlice(String root) {
        return classes()
                .that()
                .haveNameNotMatching(java.util.regex.Pattern.quote(root) + "\\.(PinhuaMain|package-info)")
                .should()
                .resideInAnyPackage(packages(root, SLICES));
    }

    private static List<String> later(String slice) {
        var later = SLICES.subList(SLICES.indexOf(slice) + 1, SLICES.size());
        return slice.equals("platform") ? later.stream().toList() : later;
    }

    private static String[] packages(String root, List<String> slices) {
        return slices.stream().map(slice -> root + "." + slice + "..").toArray(String[]::new);
    }

    private static ArchRule never(Class<?> owner, String method) {
        return noClasses().should().callMethodWhere(Endpoints.callTo(owner, method));
    }
}
