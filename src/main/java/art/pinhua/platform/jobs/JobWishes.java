package art.pinhua.platform.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;

/// What a job is asked for, beside its subject: a record in the program, JSON in the row.
@Singleton
class JobWishes {
    /// Of work whose subject tells all.
    static final String NONE = "{}";

    private final ObjectMapper json;

    JobWishes(ObjectMapper json) {
        this.json = json;
    }

    String text(Record wish) {
        try {
            return json.writeValueAsString(wish);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a wish cannot be written: " + wish, e);
        }
    }

    /// @throws IllegalStateException when the row holds another kind of wish
    <T extends Record> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a " + type.getName() + ": " + text, e);
        }
    }
}
