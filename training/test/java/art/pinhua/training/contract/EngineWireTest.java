package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineWireTest {
    private static final String GENERATE = "{\"type\":\"generate\",\"id\":\"g1\",\"model\":{\"pipeline\":\"/m\","
            + "\"adapters\":[{\"file\":\"/a.safetensors\",\"strength\":0.8}]},\"prompt\":\"夜空下穿红色长袍的人\","
            + "\"negativePrompt\":\"\",\"seeds\":[7,-8],\"steps\":20,\"guidance\":4.0,\"sampler\":\"DPMPP_2M\","
            + "\"width\":64,\"height\":64,\"previewEvery\":0,\"folder\":\"/out\",\"guidanceRescale\":0.0,"
            + "\"noise\":\"COUNTER\",\"clipSkip\":0}";

    @Test
    void generateIsThisLine() {
        var request = new EngineRequest.Generate(
                "g1",
                new ModelSource("/m", List.of(new ModelSource.Adapter("/a.safetensors", 0.8))),
                "夜空下穿红色长袍的人",
                "",
                List.of(7L, -8L),
                20,
                4.0,
                SamplerKind.DPMPP_2M,
                64,
                64,
                0,
                "/out");
        assertEquals(GENERATE, EngineWire.line(request));
        assertEquals(request, EngineWire.request(GENERATE));
    }

    @Test
    void aPictureToStartFromIsPartOfTheLine() {
        String line = GENERATE.replace("\"COUNTER\",", "\"TORCH\",\"start\":{\"image\":\"/a.png\",\"strength\":0.6},");
        var request = assertInstanceOf(EngineRequest.Generate.class, EngineWire.request(line));
        assertEquals(new EngineRequest.Start("/a.png", 0.6, null), request.start());
        assertEquals(NoiseKind.TORCH, request.noise());
        assertEquals(line, EngineWire.line(request));
        assertSays("start: strength", line.replace("0.6", "0"));
        assertSays("guidanceRescale", line.replace("\"guidanceRescale\":0.0", "\"guidanceRescale\":1.5"));
        assertSays("steps", line.replace("DPMPP_2M", "LCM").replace("\"steps\":20", "\"steps\":51"));
        assertSays("clipSkip", line.replace("\"clipSkip\":0", "\"clipSkip\":12"));
        assertSays("noise", line.replace("TORCH", "WHITE"));
    }

    @Test
    void learnedWordsArePartOfTheModel() {
        String line = GENERATE.replace("0.8}]}", "0.8}],\"words\":[{\"file\":\"/w.safetensors\",\"word\":\"robe\"}]}");
        var request = assertInstanceOf(EngineRequest.Generate.class, EngineWire.request(line));
        assertEquals(
                List.of(new ModelSource.Word("/w.safetensors", "robe")),
                request.model().words());
        assertEquals(line, EngineWire.line(request));
        assertSays("word", line.replace("\"robe\"", "\" \""));
    }

    @Test
    void aPipelineToUnloadIsNamedOrAbsent() {
        assertSays("pipeline", "{\"type\":\"unload\",\"id\":\"u\",\"pipeline\":\" \"}");
        assertEquals(
                new EngineRequest.Unload("u", null),
                EngineWire.request("{\"type\":\"unload\",\"id\":\"u\",\"pipeline\":null}"));
    }

    @Test
    void aPromptToReadHasAnEnd() {
        String line = "{\"type\":\"encode\",\"id\":\"e\",\"model\":{\"pipeline\":\"/m\",\"adapters\":[]},"
                + "\"prompt\":\"山\"}";
        String longest = line.replace("山", "山".repeat(EngineRequest.Encode.LONGEST));
        assertEquals(longest, EngineWire.line(EngineWire.request(longest)));
        assertSays("prompt must be at most 2000 characters", longest.replace("山\"", "山山\""));
        assertSays("id", line.replace("\"e\"", "\"\""));
    }

    private static void assertSays(String field, String line) {
        var refusal = assertThrows(WireException.class, () -> EngineWire.request(line));
        assertTrue(String.valueOf(refusal.getMessage()).contains(field), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"cancel\",\"id\":\"g1\"}",
                "{\"type\":\"load\",\"id\":\"l\",\"model\":{\"pipeline\":\"/m\",\"adapters\":[]}}",
                "{\"type\":\"inspect\",\"id\":\"i\",\"pipeline\":\"/m\"}",
                "{\"type\":\"inspect-adapter\",\"id\":\"i\",\"file\":\"/a\",\"pipeline\":\"/m\"}",
                "{\"type\":\"inspect-word\",\"id\":\"i\",\"file\":\"/w\",\"pipeline\":\"/m\"}",
                "{\"type\":\"unload\",\"id\":\"u\"}",
                "{\"type\":\"unload\",\"id\":\"u\",\"pipeline\":\"/m\"}",
                "{\"type\":\"health\",\"id\":\"h\"}",
                "{\"type\":\"devices\",\"id\":\"d\"}",
                "{\"type\":\"encode\",\"id\":\"e\",\"model\":{\"pipeline\":\"/m\",\"adapters\":[]},\"prompt\":\"\"}",
                "{\"type\":\"shutdown\"}",
            })
    void otherRequestsReadAndWriteAsTheSameLine(String line) {
        assertEquals(line, EngineWire.line(EngineWire.request(line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"ready\",\"engine\":\"DJL"
                        + " 0.35.1\",\"libtorch\":\"2.7.1\",\"threads\":2,\"device\":\"cpu\"}",
                "{\"type\":\"working\",\"id\":\"g\"}",
                "{\"type\":\"progress\",\"id\":\"g\",\"step\":3,\"steps\":20}",
                "{\"type\":\"preview\",\"id\":\"g\",\"index\":1,\"step\":3,\"file\":\"/p.png\"}",
                "{\"type\":\"image\",\"id\":\"g\",\"index\":0,\"seed\":7,\"file\":\"/0.png\",\"sha256\":\"ab\",\"width\":64,\"height\":64}",
                "{\"type\":\"done\",\"id\":\"g\",\"millis\":812,\"promptTokensCut\":0,\"negativePromptTokensCut\":2,"
                        + "\"unknownWords\":[\"猫\"]}",
                "{\"type\":\"cancelled\",\"id\":\"g\"}",
                "{\"type\":\"failed\",\"code\":\"REQUEST_INVALID\",\"message\":\"steps: is missing\"}",
                "{\"type\":\"failed\",\"id\":\"g\",\"code\":\"PROMPT_EMPTY\",\"message\":\"no prompt\"}",
                "{\"type\":\"loaded\",\"id\":\"l\",\"millis\":90}",
                "{\"type\":\"word-inspected\",\"id\":\"i\",\"tokens\":2,\"widths\":[768,1280]}",
                "{\"type\":\"unloaded\",\"id\":\"u\",\"bytes\":5000000000}",
                "{\"type\":\"health\",\"id\":\"h\",\"residentBytes\":5000000000,\"arrays\":3,\"budget\":8000000000,"
                        + "\"models\":[{\"pipeline\":\"/m\",\"bytes\":4000000000,\"versions\":2}]}",
                "{\"type\":\"devices\",\"id\":\"d\",\"threads\":2,\"devices\":[{\"device\":\"cuda:0\","
                        + "\"name\":\"H200\",\"memory\":150000000000,\"fast\":[\"fp32\",\"fp16\"]}]}",
                "{\"type\":\"encoded\",\"id\":\"e\",\"tokens\":[{\"text\":\"猫\",\"weight\":1.2,\"known\":false,"
                        + "\"inside\":true}],\"limit\":75,\"cut\":0,\"unknownWords\":[\"猫\"]}",
            })
    void answersReadAndWriteAsTheSameLine(String line) {
        assertEquals(line, EngineWire.line(EngineWire.answer(line)));
    }

    @Test
    void mapsAreWrittenSorted() {
        var answer = new EngineAnswer.AdapterInspected("i", 2, 4, 8, List.of("to_q"), 512, Map.of("b", "2", "a", "1"));
        String line = "{\"type\":\"adapter-inspected\",\"id\":\"i\",\"modules\":2,\"rank\":4,\"alpha\":8.0,"
                + "\"targetModules\":[\"to_q\"],\"parameterCount\":512,"
                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}";
        assertEquals(line, EngineWire.line(answer));
        assertEquals(answer, EngineWire.answer(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"steps\":20                | \"steps\":20.5               | steps                     | whole number",
                "\"steps\":20                | \"steps\":1e400000           | steps                     | whole number",
                "\"steps\":20                | \"steps\":\"20\"             | steps                     | whole number",
                "\"steps\":20,               | ``                           | steps                     | is missing",
                "\"steps\":20                | \"steps\":null              | steps                     | is missing",
                "\"steps\":20                | \"steps\":0                 | ``                        | steps must be"
                        + " 1 to 1000, was 0",
                "\"width\":64                | \"width\":64,\"wide\":1     | wide                      | not a known"
                        + " field",
                "\"DPMPP_2M\"                | \"HEUN\"                    | sampler                   | one of [DDIM,"
                        + " DPMPP_2M, ",
                "\"strength\":0.8            | \"strength\":true           | model.adapters[0].strength | must be a"
                        + " number",
                "\"strength\":0.8            | \"strength\":1e999          | model.adapters[0].strength | out of range",
                "\"pipeline\":\"/m\"         | \"pipeline\":\" \"          | model                     | pipeline must"
                        + " be given",
                "[7,-8]                      | []                           | ``                        | seeds must"
                        + " be a list of 1 to 64",
                "[7,-8]                      | [7,\"8\"]                   | seeds[1]                  | whole number",
                "[7,-8]                      | {}                           | seeds                     | must be a"
                        + " list",
                "\"generate\"                | \"paint\"                   | type                      | unknown type"
                        + " 'paint'",
                "\"type\":\"generate\",      | ``                           | type                      | is missing",
            })
    void badLineIsRefusedByField(String old, String fresh, String field, String complaint) {
        String line = GENERATE.replace(old, fresh);
        assertTrue(!line.equals(GENERATE), "the case changes nothing: " + old);
        var refusal = assertThrows(WireException.class, () -> EngineWire.request(line));
        assertEquals(field, refusal.field());
        assertTrue(refusal.getMessage().contains(complaint), refusal.getMessage());
        assertEquals(Optional.of("g1"), EngineWire.idOf(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``",
                "{",
                "nonsense",
                "{'type':'shutdown'}",
                "{\"type\":\"shutdown\"} x",
                "{type:1}",
                "[]",
                "null",
                "{\"a\":NaN}"
            })
    void textThatIsNoRequestIsRefused(String line) {
        assertThrows(WireException.class, () -> EngineWire.request(line));
        assertEquals(Optional.empty(), EngineWire.idOf(line));
    }

    @Test
    void deepNestingIsRefusedNotOverflowed() {
        assertThrows(WireException.class, () -> EngineWire.request("[".repeat(100_000)));
    }
}
