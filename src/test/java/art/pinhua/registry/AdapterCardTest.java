package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the file of an adapter says of itself, as the database keeps it.
class AdapterCardTest {
    @Test
    void notesAreKeptAsTheyAre() throws JsonProcessingException {
        // the third spells an escape out, as JSON within JSON does
        for (var note : new String[] {"水墨 😀", "a \"quote\"", "\\u0000", "{\"tag\\u0000\": 1}"}) {
            assertEquals(Map.of("note", note), kept(Map.of("note", note)));
        }
    }

    @Test
    void whatTheDatabaseCannotKeepIsLeftOut() throws JsonProcessingException {
        assertEquals(Map.of("key", "ab"), kept(Map.of("k\0ey", "a\0b")));
        assertEquals(Map.of("key", "ab"), kept(Map.of("ke\ud83dy", "a\ude00b")));
    }

    private static Map<String, String> kept(Map<String, String> notes) throws JsonProcessingException {
        return new ObjectMapper().readValue(AdapterCard.json(notes), new TypeReference<>() {});
    }
}
