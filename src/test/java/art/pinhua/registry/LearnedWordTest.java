package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.over;
import static art.pinhua.registry.ImportApi.part;
import static art.pinhua.registry.ImportApi.sha;
import static art.pinhua.registry.ImportApi.withdraw;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Learned words from outside, and their withdrawal. They stand in no prompt of another test.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class LearnedWordTest {
    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    @Test
    void aLearnedWordIsSentAndKnownByItsWord() {
        byte[] file = word(1);
        String id = uploaded(" qrobe ", file, "CC0");
        ended(id, "DONE")
                .body("name", equalTo("qrobe"))
                .body("kind", equalTo("LEARNED_WORD"))
                .body("learnedWordId", equalTo(idOf("qrobe")))
                .body("modelVersionId", equalTo(null));
        String found = "find { it.word == 'qrobe' }.";
        Api.given()
                .get("/api/learned-words")
                .then()
                .body(found + "sha256", equalTo(sha(id)))
                .body(found + "tokens", equalTo(2))
                .body(found + "licence", equalTo("CC0"))
                .body(found + "baseModelId", equalTo(base()))
                .body(found + "withdrawnAt", equalTo(null));
        assertTrue(blobs.holds(sha(id)));
        assertEquals(1, noted("learned-word.imported", "qrobe"));
    }

    @Test
    void aWordStandsForOneFileInAnyCase() {
        ended(uploaded("Qcape", word(2), "CC0"), "DONE");
        ended(uploaded("qcape", word(2), "all rights reserved"), "DONE").body("learnedWordId", equalTo(idOf("Qcape")));
        ended(uploaded("QCAPE", word(3), "CC0"), "FAILED")
                .body("error", containsString("WORD_TAKEN: "))
                .body("error", containsString("'Qcape'"));
        Api.given()
                .get("/api/learned-words")
                .then()
                .body("findAll { it.word =~ /(?i)qcape/ }.licence", equalTo(List.of("CC0")));
        assertEquals(1, noted("learned-word.imported", "Qcape"), "nothing new was learned");
        ended(uploaded("other qcape", word(2), "CC0"), "DONE");
    }

    @Test
    void aWordIsTheSameHoweverItsCharactersAreComposed() {
        ended(uploaded("qro\u0302be", word(4), "CC0"), "DONE").body("name", equalTo("qr\u00f4be"));
        ended(uploaded("Qr\u00d4be", word(5), "CC0"), "FAILED").body("error", containsString("WORD_TAKEN: "));
    }

    /// The second waits until the first is in, and is then refused in words.
    @Test
    void ofTwoFilesForOneWordAtOnceOneIsLetIn() throws InterruptedException {
        var refusals = new ConcurrentLinkedQueue<String>();
        var first = newWord("qtwin", 11);
        var second = newWord("QTWIN", 12);
        var provenance = new Registry.Provenance("", "CC0", "", "ada");
        var late = Thread.ofVirtual().unstarted(() -> {
            try {
                registry.importWord(second, provenance);
            } catch (ModelRefused e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        });
        QuarkusTransaction.requiringNew().run(() -> {
            registry.importWord(first, provenance);
            late.start();
            Wait.until("the second waits", () -> waiting() > 0);
        });
        late.join();
        assertEquals(1, refusals.size());
        String refusal = List.copyOf(refusals).getFirst();
        assertTrue(refusal.startsWith("WORD_TAKEN: The word 'qtwin'"), refusal);
        assertEquals(
                List.of(first.sha256()),
                sql.list("select sha256 from learned_word where folded = 'qtwin'", row -> row.getString("sha256")));
    }

    /// Transactions that wait for another one to end.
    private int waiting() {
        return sql.one(
                "select count(*) as n from pg_locks where locktype = 'transactionid' and not granted",
                row -> row.getInt("n"));
    }

    private NewWord newWord(String word, int number) {
        return new NewWord(
                UUID.fromString(base()), word, blobs.store(word(number)).sha256(), 1);
    }

    @Test
    void ofTwoImportsOfOneWordOneIsDone() {
        var ids = List.of(uploaded("qpair", word(6), "CC0"), uploaded("Qpair", word(7), "CC0"));
        var states = ids.stream()
                .map(id -> over(id).extract().<String>path("state"))
                .sorted()
                .toList();
        assertEquals(List.of("DONE", "FAILED"), states);
        for (String id : ids) {
            over(id).body("error", anyOf(equalTo(null), startsWith("WORD_TAKEN: ")));
        }
    }

    @Test
    void aWithdrawnWordGivesWayToAnotherFile() {
        ended(uploaded("qmantle", word(8), "CC0"), "DONE");
        String first = idOf("qmantle");
        for (int i = 0; i < 2; i++) {
            withdraw(first, 204);
        }
        assertEquals(1, noted("learned-word.withdrawn", "qmantle"), "twice is once");
        Api.given()
                .get("/api/learned-words")
                .then()
                .body("find { it.id == '" + first + "' }.withdrawnAt", notNullValue());
        var base = UUID.fromString(base());
        assertFalse(registry.wordsInForce(base).containsKey("qmantle"));

        ended(uploaded("QMANTLE", word(9), "CC0"), "DONE");
        String second = idOf("QMANTLE");
        assertNotEquals(first, second);
        assertEquals(UUID.fromString(second), registry.wordsInForce(base).get("QMANTLE"));
        ended(uploaded("qmantle", word(8), "CC0"), "FAILED").body("error", containsString("WORD_TAKEN: "));
        withdraw(second, 204);
        ended(uploaded("qmantle", word(8), "CC0"), "DONE");
        assertEquals(2, noted("learned-word.imported", "qmantle"), "it came anew");
        assertNotEquals(UUID.fromString(first), registry.wordsInForce(base).get("qmantle"));
        withdraw(UUID.randomUUID().toString(), 404);
    }

    private static String idOf(String word) {
        return Api.given().get("/api/learned-words").path("find { it.word == '" + word + "' }.id");
    }

    private int noted(String action, String word) {
        return sql.one(
                "select count(*) as n from audit_entry where action = ? and details::jsonb ->> 'name' = ?",
                row -> row.getInt("n"),
                action,
                word);
    }

    @Test
    void aWordOfAFolderIsCalledAsItsFile() throws IOException {
        var file = Files.write(folder.resolve("qlying.SafeTensors"), word(10));
        var wish = Map.of("kind", "LEARNED_WORD", "path", file.toString(), "baseModelId", base());
        String id = begin(wish, 200).extract().path("id");
        ended(id, "DONE").body("name", equalTo("qlying"));
        Files.delete(file);
        assertTrue(blobs.holds(sha(id)));
    }

    @Test
    void whatIsNoWordIsRefused() {
        byte[] pickle = {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        ended(uploaded("pickled", pickle, ""), "FAILED")
                .body("error", containsString("PICKLE: "))
                .body("error", containsString("string_to_param"));
        ended(uploaded("short", new byte[] {1, 2}, ""), "FAILED")
                .body("error", equalTo("WORD_UNUSABLE: short: too short"));
        var wish = new HashMap<String, Object>(Map.of("kind", "LEARNED_WORD", "size", 3, "name", "qrobe"));
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", base());
        for (String name : List.of(
                "(robe)",
                "robe:2",
                "red, robe",
                "（红袍）",
                "红袍：2",
                "红，袍",
                "1.5",
                "\u00a0robe",
                "a\nb",
                "a\u2028b",
                "a\u2029b",
                "a\u0007b",
                "a\u200db",
                "x".repeat(61))) {
            wish.put("name", name);
            begin(wish, 400)
                    .body("violations[0].field", equalTo("name"))
                    .body("violations[0].message", containsString("must be a word of 1 to 60 characters"))
                    .body("violations[0].message", containsString("（ ） ： ， and without line breaks, control"));
        }
    }

    /// As the engine of the tests takes it, each number another file.
    private static byte[] word(int number) {
        return ("\u0002\0\0\0\0\0\0\0{}" + number).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String uploaded(String word, byte[] bytes, String licence) {
        String id = begin(
                        Map.of(
                                "kind",
                                "LEARNED_WORD",
                                "name",
                                word,
                                "baseModelId",
                                base(),
                                "size",
                                bytes.length,
                                "licence",
                                licence),
                        200)
                .extract()
                .path("id");
        part(id, 0, bytes, 200);
        return id;
    }
}
