package art.pinhua.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Says in the caller's words why a body could not be read, naming the field; never a class of ours.
record JsonFault(ProblemCode code, String detail, List<Violation> violations) {
    static JsonFault of(JsonProcessingException exception) {
        if (exception instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            var field = field(mapping.getPath());
            var message = message(mapping);
            return new JsonFault(
                    CommonProblem.INVALID_INPUT, field + " " + message + ".", List.of(new Violation(field, message)));
        }
        var place = exception.getLocation();
        var where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return new JsonFault(CommonProblem.MALFORMED_JSON, "The body cannot be read as JSON" + where + ".", List.of());
    }

    private static String message(JsonMappingException exception) {
        return switch (exception) {
            case UnrecognizedPropertyException unknown -> "is not known here";
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                "must be one of "
                        + Arrays.stream(format.getTargetType().getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(", "));
            case InvalidFormatException format
            when format.getValue() instanceof String text && !StorableText.storable(text) -> StorableText.COMPLAINT;
            default -> "is absent or has the wrong type or form";
        };
    }

    private static String field(List<JsonMappingException.Reference> path) {
        var text = new StringBuilder();
        for (var step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return text.toString();
    }
}
