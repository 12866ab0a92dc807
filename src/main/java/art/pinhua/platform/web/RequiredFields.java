package art.pinhua.platform.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/// Tells readers of the API's description what Java knows: a record's field is there unless it is `@Nullable`.
/// Runs once, while the application is built.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RequiredFields implements OASFilter {
    private static final DotName RECORD = DotName.createSimple(Record.class);
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);

    private final Map<String, List<ClassInfo>> records;

    public RequiredFields(IndexView index) {
        records = index.getAllKnownSubclasses(RECORD).stream()
                .collect(Collectors.groupingBy(
                        type -> type.name().withoutPackagePrefix().replaceAll(".*\\$", "")));
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        var components = api.getComponents();
        if (components != null && components.getSchemas() != null) {
            components.getSchemas().forEach(this::complete);
        }
    }

    /// Two records of one name get numbers in the description; their fields tell which is which.
    private void complete(String name, Schema schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        records.getOrDefault(name.replaceAll("\\d+$", ""), List.of()).stream()
                .filter(type -> fields(type).equals(properties.keySet()))
                .findFirst()
                .ifPresent(type -> schema.setRequired(type.recordComponents().stream()
                        .filter(field -> !field.type().hasAnnotation(NULLABLE))
                        .map(RecordComponentInfo::name)
                        .toList()));
    }

    private static Set<String> fields(ClassInfo type) {
        return type.recordComponents().stream().map(RecordComponentInfo::name).collect(Collectors.toSet());
    }
}
