package art.pinhua.training.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Reads a `config.json`. Whatever is not read, expected or known to be harmless is refused by name, because a
/// setting that is passed over gives wrong pictures without a word.
final class Settings {
    /// Flags of transformers that would make a network another one.
    private static final String[] OTHER_TRANSFORMERS = {
        "add_cross_attention", "is_decoder", "is_encoder_decoder", "tie_encoder_decoder"
    };

    /// What transformers notes of networks of every kind and what it generates texts with: nothing of
    /// it changes the states of a text.
    private static final String[] NOTES_OF_TRANSFORMERS = {
        "bad_words_ids",
        "begin_suppress_tokens",
        "chunk_size_feed_forward",
        "cross_attention_hidden_size",
        "decoder_start_token_id",
        "diversity_penalty",
        "do_sample",
        "dtype",
        "early_stopping",
        "encoder_no_repeat_ngram_size",
        "exponential_decay_length_penalty",
        "finetuning_task",
        "forced_bos_token_id",
        "forced_eos_token_id",
        "gradient_checkpointing",
        "id2label",
        "label2id",
        "length_penalty",
        "max_length",
        "min_length",
        "no_repeat_ngram_size",
        "num_beam_groups",
        "num_beams",
        "num_return_sequences",
        "output_attentions",
        "output_hidden_states",
        "output_scores",
        "prefix",
        "problem_type",
        "remove_invalid_values",
        "repetition_penalty",
        "return_dict",
        "return_dict_in_generate",
        "sep_token_id",
        "suppress_tokens",
        "task_specific_params",
        "temperature",
        "tf_legacy_loss",
        "tie_word_embeddings",
        "tokenizer_class",
        "top_k",
        "top_p",
        "torch_dtype",
        "torchscript",
        "transformers_version",
        "typical_p",
        "use_bfloat16",
        "use_cache"
    };

    private final String network;
    private final JsonObject json;
    private final Set<String> seen = new HashSet<>();

    Settings(String network, JsonObject json) {
        this.network = network;
        this.json = json;
    }

    int integer(String key, int absent) {
        JsonElement value = take(key);
        if (isAbsent(value)) {
            return absent;
        }
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            double number = primitive.getAsDouble();
            if (number == Math.rint(number) && number >= 0 && number <= 1_000_000) {
                return (int) number;
            }
        }
        throw refusal(key, value);
    }

    int integer(String key) {
        int value = integer(key, -1);
        if (value < 0) {
            throw new UnsupportedModelException("The configuration of the " + network + " lacks " + key);
        }
        return value;
    }

    /// One that is finite as a float, too: networks compute with floats.
    double number(String key, double absent) {
        JsonElement value = take(key);
        if (isAbsent(value)) {
            return absent;
        }
        if (value instanceof JsonPrimitive primitive
                && primitive.isNumber()
                && Float.isFinite((float) primitive.getAsDouble())) {
            return primitive.getAsDouble();
        }
        throw refusal(key, value);
    }

    /// Above 0, as a float too.
    double positive(String key, double absent) {
        double number = number(key, absent);
        if ((float) number > 0) {
            return number;
        }
        throw refusal(key, json.get(key));
    }

    boolean flag(String key, boolean absent) {
        JsonElement value = take(key);
        if (isAbsent(value)) {
            return absent;
        }
        if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw refusal(key, value);
    }

    String text(String key, String absent) {
        JsonElement value = take(key);
        if (isAbsent(value)) {
            return absent;
        }
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw refusal(key, value);
    }

    List<Integer> integers(String key) {
        var integers = new ArrayList<Integer>();
        JsonElement value = take(key);
        if (value instanceof JsonArray array && !array.isEmpty() && array.size() <= 16) {
            for (JsonElement element : array) {
                if (!(element instanceof JsonPrimitive primitive && primitive.isNumber())
                        || primitive.getAsDouble() != Math.rint(primitive.getAsDouble())
                        || primitive.getAsDouble() < 1
                        || primitive.getAsDouble() > 1_000_000) {
                    throw refusal(key, value);
                }
                integers.add(primitive.getAsInt());
            }
            return List.copyOf(integers);
        }
        throw refusal(key, value);
    }

    /// One number for all, or one for each of `count`.
    List<Integer> integers(String key, int count, int absent) {
        JsonElement value = json.get(key);
        List<Integer> integers =
                value instanceof JsonArray ? integers(key) : Collections.nCopies(count, integer(key, absent));
        if (integers.size() != count) {
            throw refusal(key, value);
        }
        return List.copyOf(integers);
    }

    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        JsonElement value = take(key);
        if (value instanceof JsonArray array) {
            for (JsonElement element : array) {
                if (!(element instanceof JsonPrimitive primitive && primitive.isString())) {
                    throw refusal(key, value);
                }
                texts.add(primitive.getAsString());
            }
            return List.copyOf(texts);
        }
        throw refusal(key, value);
    }

    /// Accepts absence, null, or exactly one of these values (as JSON text).
    void expect(String key, String... allowed) {
        JsonElement value = take(key);
        if (!isAbsent(value) && !List.of(allowed).contains(value.toString())) {
            throw refusal(key, value);
        }
    }

    /// Accepts what is absent or switched off.
    void expectOff(String... keys) {
        for (String key : keys) {
            expect(key, "false");
        }
    }

    /// What any network of transformers may say.
    void expectPlainTransformer() {
        expectOff(OTHER_TRANSFORMERS);
        expect("pruned_heads", "{}");
        ignore(NOTES_OF_TRANSFORMERS);
    }

    /// Keys that do not change the result.
    void ignore(String... keys) {
        seen.addAll(List.of(keys));
    }

    /// Refuses every key that has not been read, unless it says nothing or is private (`_…`). Even
    /// `false` says something: of a setting nobody here knows, it may be what sets the model apart.
    void finish() {
        for (String key : new TreeSet<>(json.keySet())) {
            JsonElement value = json.get(key);
            if (!seen.contains(key) && !key.startsWith("_") && !value.isJsonNull()) {
                throw refusal(key, value);
            }
        }
    }

    private JsonElement take(String key) {
        seen.add(key);
        JsonElement value = json.get(key);
        return value == null ? JsonNull.INSTANCE : value;
    }

    private static boolean isAbsent(JsonElement value) {
        return value.isJsonNull();
    }

    UnsupportedModelException refusal(String key, Object value) {
        return new UnsupportedModelException("The %s has the setting %s = %s, which this engine does not implement"
                .formatted(network, shown(key), shown(value)));
    }

    /// What a file says, made short.
    static String shown(Object said) {
        String text = String.valueOf(said);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
