package art.pinhua.curation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/// Names a curation run by its content: the same votes and rules give the same digest on every machine.
/// Numbers enter with six decimals, so that the last bits of `exp` do not matter.
final class CurationDigest {

    private final MessageDigest sha256 = DigestUtils.getSha256Digest();

    private CurationDigest() {}

    static String of(
            UUID campaign,
            CurationRules rules,
            List<CastVote> votes,
            Map<UUID, ExclusionReason> exclusions,
            List<Curated.RaterStanding> raters,
            List<Curated.Group> groups) {
        var digest = new CurationDigest();
        digest.line("campaign %s", campaign);
        rules.asText().forEach((name, value) -> digest.line("rule %s %s", name, value));
        votes.forEach(vote -> digest.line(
                "vote %s %s", vote.id(), exclusions.containsKey(vote.id()) ? exclusions.get(vote.id()) : "kept"));
        raters.forEach(rater -> digest.line("rater %s %.6f %.6f", rater.raterId(), rater.weight(), rater.side()));
        for (Curated.Group group : groups) {
            digest.line("group %s %s %s %.6f", group.promptId(), group.kind(), group.images(), group.weight());
            group.pairs().forEach(p -> digest.line("pair %d %d %.6f %.6f", p.winner(), p.loser(), p.p(), p.weight()));
        }
        return HexFormat.of().formatHex(digest.sha256.digest());
    }

    private void line(String format, Object... values) {
        sha256.update((String.format(Locale.ROOT, format, values) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
