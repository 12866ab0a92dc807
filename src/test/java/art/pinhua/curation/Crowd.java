package art.pinhua.curation;

import art.pinhua.training.io.PngTexts;
import art.pinhua.vote.Visitor;
import io.quarkus.test.security.TestIdentityAssociation;
import jakarta.enterprise.inject.spi.CDI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;

/// Anonymous raters who see pictures only and vote by a hidden taste, whoever is signed in for the test.
public final class Crowd {

    /// How much one likes a picture, by the SHA-256 of its bytes.
    public interface Taste {
        double of(String sha256);
    }

    /// Likes pictures in the order of their digests.
    public static final Taste BY_DIGEST = sha256 -> Long.parseLong(sha256.substring(0, 12), 16);

    private Crowd() {}

    /// One visitor answers everything the campaign asks, each time right with probability `care`.
    /// @return how many votes were stored
    public static int votes(UUID campaign, Taste taste, double care, long seed) {
        var signedIn = CDI.current().select(TestIdentityAssociation.class).get();
        var curator = signedIn.getTestIdentity();
        signedIn.setTestIdentity(null);
        try {
            return votesUnseen(campaign, taste, care, seed);
        } finally {
            signedIn.setTestIdentity(curator);
        }
    }

    private static int votesUnseen(UUID campaign, Taste taste, double care, long seed) {
        var visitor = new Visitor();
        var random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        int stored = 0;
        for (var tasks = visitor.next(campaign, 5); !tasks.isEmpty(); tasks = visitor.next(campaign, 5)) {
            for (Map<String, Object> task : tasks) {
                visitor.vote(answer(visitor, task, taste, care, random)).then().statusCode(200);
                stored++;
            }
        }
        return stored;
    }

    private static Map<String, Object> answer(
            Visitor visitor, Map<String, Object> task, Taste taste, double care, RandomGenerator random) {
        List<Double> liked = Visitor.slots(task).stream()
                .map(slot -> taste.of(seen(visitor, String.valueOf(slot.get("imageUrl")))))
                .toList();
        boolean careful = random.nextDouble() < care;
        if (liked.size() == 2) {
            boolean left = careful ? liked.get(0) > liked.get(1) : random.nextBoolean();
            return Visitor.choice(task, left ? "LEFT" : "RIGHT");
        }
        List<Double> felt =
                careful ? liked : liked.stream().map(any -> random.nextDouble()).toList();
        return Visitor.ranks(
                task,
                IntStream.range(0, felt.size())
                        .mapToObj(i -> 1
                                + (int) felt.stream()
                                        .filter(other -> other > felt.get(i))
                                        .count())
                        .toList());
    }

    /// The SHA-256 of the stored picture: without the label that every served one bears.
    private static String seen(Visitor visitor, String url) {
        byte[] bytes = visitor.request()
                .accept("*/*")
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return DigestUtils.sha256Hex(PngTexts.with(bytes, new LinkedHashMap<>()));
    }
}
