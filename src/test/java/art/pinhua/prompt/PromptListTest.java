package art.pinhua.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptListTest {
    @Test
    void eachLineIsAPromptAndBlankLinesArePassedOver() {
        var list = PromptList.ofLines("\uFEFF夜空下穿红色长袍的人\r\n\r\n  a red lantern \n");
        assertEquals(List.of(), list.flaws());
        assertEquals(
                List.of(new PromptList.Line(1, "夜空下穿红色长袍的人", null), new PromptList.Line(3, "a red lantern", null)),
                list.lines());
    }

    @Test
    void csvKeepsQuotedCommasQuotesAndTopics() {
        var list = PromptList.ofCsv("text,topic\n\"a \"\"blue\"\" robe, at night\",armour\n竹林,\n");
        assertEquals(List.of(), list.flaws());
        assertEquals(
                List.of(
                        new PromptList.Line(2, "a \"blue\" robe, at night", "armour"),
                        new PromptList.Line(3, "竹林", null)),
                list.lines());
    }

    @Test
    void everyFlawOfACsvNamesItsLineAndColumn() {
        var list = PromptList.ofCsv("good,x\nbad\"quote\n\"closed\"tail,x\n ,topic\na,b,c\n\"never closed\nto the end");
        assertEquals(
                List.of(
                        "line 2, column 4: a quote inside a cell that does not begin with one",
                        "line 3, column 9: a comma or the end of the line must follow a closing quote",
                        "line 6, column 1: the quote that opens here is never closed",
                        "line 4, column 1: the prompt is empty",
                        "line 5, column 5: expected text and topic, found 3 columns"),
                list.flaws().stream().map(PromptList.Flaw::toString).toList());
    }

    @Test
    void aRepeatedPromptNamesTheLineOfTheFirst() {
        var list = PromptList.ofLines("moon\nsun\nmoon ");
        assertEquals(
                "line 3, column 1: the same prompt stands in line 1",
                list.flaws().getFirst().toString());
    }

    @Test
    void tooLongTooManyAndNoneAreRefused() {
        assertEquals(List.of(), PromptList.ofLines("x".repeat(500)).flaws());
        assertTrue(
                PromptList.ofLines("x".repeat(501)).flaws().getFirst().message().contains("501 characters"));
        String many = IntStream.rangeClosed(0, PromptList.MAX_PROMPTS)
                .mapToObj(i -> "prompt " + i)
                .collect(Collectors.joining("\n"));
        assertEquals(2001, PromptList.ofLines(many).flaws().getFirst().line());
        assertEquals(
                "there is no prompt",
                PromptList.ofCsv("text,topic\n").flaws().getFirst().message());
    }

    @Test
    void languageFollowsTheScript() {
        assertEquals(Language.ZH, Language.of("夜空下,3个人"));
        assertEquals(Language.EN, Language.of("a man in red"));
        assertEquals(Language.MIXED, Language.of("穿 qipao 的人"));
    }
}
