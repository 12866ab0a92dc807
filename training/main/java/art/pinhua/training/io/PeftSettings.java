package art.pinhua.training.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What peft says of the scale of an adapter's layers beside its tensors. Where it saved the adapter by
/// itself, that stands in a file of its own; in what diffusers saves, in the metadata.
final class PeftSettings {
    static final String METADATA = "lora_adapter_metadata";
    static final String CONFIG = "adapter_config.json";

    private static final int LONGEST = 1 << 20;

    /// Settings that change the scale in another way than alpha does.
    private static final List<String> FOREIGN = List.of("alpha_pattern", "use_rslora", "use_dora");

    /// How JSON writes that such a setting is off.
    private static final List<String> OFF = List.of("{}", "false", "null");

    /// How those values of `init_lora_weights` begin for which peft changes the model's own weights,
    /// too: beside a model as it was published such an adapter makes something else.
    private static final List<String> CHANGES_MODEL = List.of("pissa", "olora", "loftq", "corda", "lora_ga");

    /// Those of them that peft itself can save as plain LoRA.
    private static final List<String> CONVERTED = List.of("pissa", "olora", "corda");

    private final Path file;
    private final JsonObject settings;
    private final boolean ofOneNetwork;

    private PeftSettings(Path file, JsonObject settings, boolean ofOneNetwork) {
        this.file = file;
        this.settings = settings;
        this.ofOneNetwork = ofOneNetwork;
    }

    /// @param file its layers lack alphas
    static PeftSettings of(Safetensors file) throws InvalidFileException {
        if (file.tensors().keySet().stream().anyMatch(name -> name.startsWith(AdapterNames.PEFT))) {
            return beside(file.file());
        }
        String text = file.metadata().get(METADATA);
        return text == null ? new PeftSettings(file.file(), new JsonObject(), false) : parse(file.file(), text, false);
    }

    /// Those in a file of their own.
    /// @param file the tensors
    static PeftSettings beside(Path file) throws InvalidFileException {
        return parse(file, configBeside(file), true);
    }

    private static PeftSettings parse(Path file, String text, boolean ofOneNetwork) throws InvalidFileException {
        if (text.length() > LONGEST) {
            throw new InvalidFileException(file, "its peft settings are too long: " + text.length() + " characters");
        }
        try {
            return new PeftSettings(file, JsonParser.parseString(text).getAsJsonObject(), ofOneNetwork);
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidFileException(file, "its peft settings cannot be read", e);
        }
    }

    private static String configBeside(Path file) throws InvalidFileException {
        Path config = file.resolveSibling(CONFIG);
        try {
            if (Files.size(config) <= LONGEST) {
                return Files.readString(config);
            }
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(file, config + " is not UTF-8", e);
        } catch (IOException e) {
            throw new InvalidFileException(
                    file,
                    "its layers have peft's names, and %s with their lora_alpha is not beside it. ".formatted(CONFIG)
                            + "Give both, as a folder or a zip of it, or convert the file to kohya's form",
                    e);
        }
        throw new InvalidFileException(file, config + " is too long for a configuration");
    }

    /// Of a layer of one of several networks.
    double alpha(AdapterFile.Part part, long rank) throws InvalidFileException {
        return alpha(ofOneNetwork ? "" : part.prefix(), rank);
    }

    /// Of a layer of the only network.
    double alpha(long rank) throws InvalidFileException {
        return alpha("", rank);
    }

    /// In the metadata no alpha means a scale of 1; a file of settings always has one.
    private double alpha(String prefix, long rank) throws InvalidFileException {
        for (String key : FOREIGN) {
            JsonElement value = settings.get(prefix + key);
            if (value != null && !OFF.contains(value.toString())) {
                throw fault("the peft setting " + key + " is not supported. Convert the file to kohya's form");
            }
        }
        JsonElement type = settings.get(prefix + "peft_type");
        if (type != null && !type.isJsonNull() && !type.toString().equals("\"LORA\"")) {
            throw fault("its peft_type is %s; only LORA is read".formatted(PipelineFolder.shown(type)));
        }
        requireModelUnchanged(settings.get(prefix + "init_lora_weights"));
        JsonElement alpha = settings.get(prefix + "lora_alpha");
        if (alpha == null && !ofOneNetwork) {
            return rank;
        }
        if (alpha instanceof JsonPrimitive number && number.isNumber()) {
            return number.getAsDouble();
        }
        throw fault("its peft setting lora_alpha is no number");
    }

    private void requireModelUnchanged(@Nullable JsonElement start) throws InvalidFileException {
        if (start instanceof JsonPrimitive text && text.isString() && begins(text, CHANGES_MODEL)) {
            String fault = "its init_lora_weights is %s, for which the weights of its model were changed, too"
                    .formatted(PipelineFolder.shown(start));
            throw fault(
                    begins(text, CONVERTED)
                            ? fault + ". Save it with peft's path_initial_model_for_weight_conversion, which makes it"
                                    + " plain LoRA"
                            : fault);
        }
    }

    private static boolean begins(JsonPrimitive text, List<String> beginnings) {
        return beginnings.stream().anyMatch(text.getAsString().toLowerCase(Locale.ROOT)::startsWith);
    }

    private InvalidFileException fault(String text) {
        return new InvalidFileException(file, text);
    }
}
