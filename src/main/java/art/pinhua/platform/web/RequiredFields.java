package art.pinhua.platform.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/// Says in the API's description which fields are always there: those of our records that are not `@Nullable`.
/// Pages get their types from it.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RequiredFields implements OASFilter {
    private static final DotName RECORD = DotName.createSimple(Record.class);
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");

    private final Map<String, List<String>> requiredOf;

    public RequiredFields(IndexView index) {
        requiredOf = index.getAllKnownSubclasses(RECORD).stream()
                .filter(record -> record.name().toString().startsWith("art.pinhua."))
                .collect(Collectors.toMap(
                        RequiredFields::schemaName, RequiredFields::required, (one, other) -> List.of()));
    }

    @Override
    public void filterOpenAPI(OpenAPI description) {
        var schemas = Optional.ofNullable(description.getComponents())
                .map(components -> components.getSchemas())
                .orElse(Map.of());
        schemas.forEach((name, schema) -> mark(schema, requiredOf.getOrDefault(name, List.of())));
    }

    private static void mark(Schema schema, List<String> fields) {
        var properties = Optional.ofNullable(schema.getProperties()).orElse(Map.of());
        fields.stream().filter(properties::containsKey).forEach(schema::addRequired);
    }

    private static List<String> required(ClassInfo record) {
        return record.unsortedRecordComponents().stream()
                .filter(component -> !component.type().hasAnnotation(NULLABLE))
                .map(RecordComponentInfo::name)
                .toList();
    }

    private static String schemaName(ClassInfo record) {
        return Optional.ofNullable(record.simpleName()).orElse("");
    }
}
