package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.Roles;
import art.pinhua.platform.audit.AuditLog;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What only curators and administrators may change leads to the audit log. Whether it is written, and in the same
/// transaction, other tests see; this one finds the endpoint that never asks for it.
class AuditedActsTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("art.pinhua");

    @Test
    void everyActOfPeopleWithPowerLeadsToTheLog() {
        var acts = acts(PRODUCT).toList();
        assertEquals(
                List.of(),
                acts.stream()
                        .filter(act -> !leadsToTheLog(act))
                        .map(JavaMethod::getFullName)
                        .toList());
        assertTrue(acts.size() > 12, () -> "looked at only " + acts);
    }

    @Test
    void anActThatLeadsElsewhereIsFound() {
        var planted = new ClassFileImporter().importClasses(PlantedAct.class);
        assertEquals(1, acts(planted).filter(act -> !leadsToTheLog(act)).count());
    }

    /// Changes that no expert and no visitor may make.
    private static Stream<JavaMethod> acts(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> Stream.of(POST.class, PUT.class, PATCH.class, DELETE.class)
                        .anyMatch(method::isAnnotatedWith))
                .filter(method -> {
                    var roles = roles(method);
                    return !roles.isEmpty() && !roles.contains(Roles.EXPERT);
                });
    }

    private static List<String> roles(JavaMethod method) {
        if (method.isAnnotatedWith(RolesAllowed.class)) {
            return List.of(method.getAnnotationOfType(RolesAllowed.class).value());
        }
        return method.getOwner().isAnnotatedWith(RolesAllowed.class)
                ? List.of(method.getOwner()
                        .getAnnotationOfType(RolesAllowed.class)
                        .value())
                : List.of();
    }

    private static boolean leadsToTheLog(JavaMethod act) {
        var seen = new HashSet<JavaCodeUnit>();
        var ahead = new ArrayDeque<JavaCodeUnit>(List.of(act));
        while (!ahead.isEmpty()) {
            var unit = ahead.remove();
            if (unit.getOwner().isEquivalentTo(AuditLog.class) && unit.getName().equals("record")) {
                return true;
            }
            if (seen.add(unit)) {
                unit.getCallsFromSelf()
                        .forEach(call -> call.getTarget().resolveMember().ifPresent(ahead::add));
            }
        }
        return false;
    }
}
