package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.PlantedFaults;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may call what: every operation of the API's description is called with each role alone, and the answer must be
/// what the description promises. An endpoint that says nothing stays closed, which the description does not show.
@QuarkusTest
class RoleMatrixTest {
    private static final String FORGOTTEN = "GET /api/planted-forgotten is open to all, but was refused";
    private static final Set<String> KNOWN = Set.of(Roles.EXPERT, Roles.CURATOR, Roles.ADMIN);
    private static final String NOT_JSON = "{";
    /// Pages of the bundled provider and the start of a sign-in; they are no API.
    private static final Set<String> SIGN_IN = Set.of("/idp", "/login");

    private final Caller caller = new Caller();
    private List<Operation> operations = List.of();

    @BeforeEach
    void read() {
        operations = Operation.all(Operation.description());
        assertTrue(operations.size() > 50, () -> "looked at only " + operations.size());
    }

    @Test
    void strangersReachWhatIsOpen() {
        assertEquals(List.of(FORGOTTEN), mismatches(Set.of(), 401, "NOT_SIGNED_IN"));
    }

    @Test
    @TestSecurity(user = "erin", roles = Roles.EXPERT)
    void expertsReachWhatNamesThem() {
        assertEquals(List.of(FORGOTTEN), mismatches(Set.of(Roles.EXPERT), 403, "NOT_ALLOWED"));
    }

    @Test
    @TestSecurity(user = "carl", roles = Roles.CURATOR)
    void curatorsReachWhatNamesThem() {
        assertEquals(List.of(FORGOTTEN), mismatches(Set.of(Roles.CURATOR), 403, "NOT_ALLOWED"));
    }

    @Test
    @TestSecurity(user = "ada", roles = Roles.ADMIN)
    void administratorsReachWhatNamesThem() {
        assertEquals(List.of(FORGOTTEN), mismatches(Set.of(Roles.ADMIN), 403, "NOT_ALLOWED"));
    }

    @Test
    @TestSecurity(user = "nobody", roles = "visitor")
    void aStrangeRoleOpensNothing() {
        assertEquals(List.of(FORGOTTEN), mismatches(Set.of("visitor"), 403, "NOT_ALLOWED"));
    }

    @Test
    void everyRoleIsOneOfThree() {
        for (var operation : operations) {
            assertTrue(KNOWN.containsAll(operation.roles()), operation + " names " + operation.roles());
        }
    }

    @Test
    void noEndpointIsMissingInTheDescription() {
        var product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(new ImportOption.DoNotIncludeJars())
                .importPackages("art.pinhua");
        var written = endpoints(product);
        var described = new TreeSet<String>();
        operations.stream()
                .map(Operation::toString)
                .filter(name -> !name.contains("/api/planted-"))
                .forEach(described::add);
        assertEquals(described, written);
        assertTrue(written.size() > 50, () -> "looked at only " + written.size());
        assertTrue(endpoints(new ClassFileImporter().importClasses(PlantedFaults.class))
                .contains("GET /api/planted-faults/things/{id}"));
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    void noChangeIsMadeForAnotherSite() {
        int tried = 0;
        for (var operation : operations) {
            if (operation.changes()) {
                tried++;
                crossSite(operation, Map.of("Origin", "https://evil.example", "Content-Type", "application/json"));
                crossSite(operation, Map.of("Origin", "https://evil.example", "Content-Type", "text/plain"));
                crossSite(operation, Map.of("Sec-Fetch-Site", "cross-site", "X-Pinhua-Request", "1"));
                crossSite(operation, Map.of("Content-Type", "application/x-www-form-urlencoded"));
            }
        }
        assertTrue(tried > 15, "only " + tried + " operations change something");
        // the same address in other words
        for (var words :
                List.of("//api/people", "/api//people", "/./api/people", "/api/x/../people", "/%61pi/people")) {
            var answer = caller.call("POST", words, NOT_JSON, Map.of("Origin", "https://evil.example"));
            assertTrue(answer.status() == 403 || answer.status() == 404, words + ": " + answer);
        }
    }

    private void crossSite(Operation operation, Map<String, String> headers) {
        var answer = caller.call(operation.method(), operation.anywhere(), NOT_JSON, headers);
        assertEquals("CROSS_SITE_REQUEST", answer.code(), operation + " with " + headers + ": " + answer);
    }

    private List<String> mismatches(Set<String> roles, int status, String code) {
        var mismatches = new ArrayList<String>();
        for (var operation : operations) {
            var answer = caller.call(operation.method(), operation.anywhere(), operation.changes() ? NOT_JSON : null);
            var refused = answer.status() == status && answer.code().equals(code);
            var open = operation.roles().isEmpty();
            var may = open || operation.roles().stream().anyMatch(roles::contains);
            if (may == refused || answer.status() == 401 && status != 401) {
                mismatches.add(operation + " is " + (open ? "open to all" : "for " + operation.roles()) + ", but was "
                        + (refused ? "refused" : "answered with " + answer));
            }
        }
        return mismatches;
    }

    private static Set<String> endpoints(JavaClasses classes) {
        var verbs = Map.<String, Class<? extends Annotation>>of(
                "GET", GET.class, "POST", POST.class, "PUT", PUT.class, "PATCH", PATCH.class, "DELETE", DELETE.class);
        var endpoints = new TreeSet<String>();
        for (var type : classes) {
            for (var method : type.getMethods()) {
                verbs.forEach((verb, annotation) -> {
                    if (method.isAnnotatedWith(annotation) && type.isAnnotatedWith(Path.class)) {
                        var base = type.getAnnotationOfType(Path.class).value();
                        var rest = method.isAnnotatedWith(Path.class)
                                ? method.getAnnotationOfType(Path.class).value()
                                : "";
                        if (SIGN_IN.stream().noneMatch(base::startsWith)) {
                            endpoints.add(verb + " " + base + rest);
                        }
                    }
                });
            }
        }
        return endpoints;
    }
}
