package art.pinhua.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.architecture.planted.PlantedClockReader;
import art.pinhua.architecture.planted.PlantedEngineUse;
import art.pinhua.architecture.planted.PlantedGambler;
import art.pinhua.architecture.planted.PlantedOpenDoor;
import art.pinhua.architecture.planted.PlantedRows;
import art.pinhua.architecture.planted.campaign.PlantedBackwardUse;
import art.pinhua.architecture.planted.nowhere.PlantedStray;
import art.pinhua.architecture.planted.statistics.PlantedMaths;
import art.pinhua.architecture.planted.vote.PlantedVote;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The application keeps the rules of the architecture, and each rule bites.
class ArchitectureTest {
    private static final String ROOT = "art.pinhua";
    private static final String PLANTED = "art.pinhua.architecture.planted";
    private static final JavaClasses APPLICATION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .withImportOption(location -> !location.contains("/training/"))
            .importPackages(ROOT);

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("slice order", Rules.sliceOrder(ROOT)),
                Arguments.of("known slices", Rules.everyClassInAKnownSlice(ROOT)),
                Arguments.of("engine stays out", Rules.ENGINE_STAYS_OUT),
                Arguments.of("statistics is pure", Rules.STATISTICS_IS_PURE),
                Arguments.of("rows stay in their package", Rules.ROWS_STAY_IN_THEIR_PACKAGE),
                Arguments.of("time and chance are injected", Rules.TIME_AND_CHANCE_ARE_INJECTED),
                Arguments.of("resources answer with records", Rules.RESOURCES_ANSWER_WITH_RECORDS),
                Arguments.of("endpoints declare who may", Rules.ENDPOINTS_DECLARE_WHO_MAY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theApplicationKeepsTheRule(String name, ArchRule rule) {
        rule.check(APPLICATION);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of(Rules.sliceOrder(PLANTED), new Class<?>[] {PlantedBackwardUse.class, PlantedVote.class}),
                Arguments.of(Rules.everyClassInAKnownSlice(PLANTED), new Class<?>[] {PlantedStray.class}),
                Arguments.of(Rules.ENGINE_STAYS_OUT, new Class<?>[] {PlantedEngineUse.class}),
                Arguments.of(Rules.STATISTICS_IS_PURE, new Class<?>[] {PlantedMaths.class}),
                Arguments.of(Rules.ROWS_STAY_IN_THEIR_PACKAGE, new Class<?>[] {PlantedRows.class}),
                Arguments.of(Rules.TIME_AND_CHANCE_ARE_INJECTED, new Class<?>[] {PlantedClockReader.class}),
                Arguments.of(Rules.TIME_AND_CHANCE_ARE_INJECTED, new Class<?>[] {PlantedGambler.class}),
                Arguments.of(Rules.RESOURCES_ANSWER_WITH_RECORDS, new Class<?>[] {PlantedOpenDoor.class}),
                Arguments.of(Rules.ENDPOINTS_DECLARE_WHO_MAY, new Class<?>[] {PlantedOpenDoor.class}));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("violations")
    void eachRuleBites(ArchRule rule, Class<?>[] planted) {
        var classes = new ClassFileImporter().importClasses(planted);
        var refusal = assertThrows(AssertionError.class, () -> rule.check(classes));
        // a rule that looks at no class fails as well
        assertTrue(String.valueOf(refusal.getMessage()).contains(planted[0].getName()), refusal::toString);
    }

    @Test
    void everySliceIsThere() {
        for (String slice : Rules.SLICES) {
            String there = ROOT + "." + slice;
            assertTrue(
                    APPLICATION.stream().anyMatch(type -> type.getPackageName().startsWith(there)), there);
        }
    }

    @Test
    void theApplicationWasLookedAt() {
        assertTrue(APPLICATION.size() > 100, () -> "only " + APPLICATION.size() + " classes");
        assertTrue(APPLICATION.contain("art.pinhua.platform.jobs.Jobs"));
        assertTrue(APPLICATION.contain("art.pinhua.statistics.Strengths"));
    }
}
