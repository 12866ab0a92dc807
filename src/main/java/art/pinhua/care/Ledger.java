package art.pinhua.care;

import java.sql.Connection;
import java.sql.SQLException;

/// All votes in two numbers: how many, and one digest over what they say. Equal before and after a backup,
/// or votes were lost.
record Ledger(long votes, String digest) {
    /// Hour by hour, so that no text grows without bound; times as microseconds, which no session setting changes.
    private static final String READ = """
            select coalesce(sum(votes), 0) as votes,
                   encode(sha256(convert_to(coalesce(string_agg(digest, e'\\n' order by hour), ''), 'UTF8')), 'hex')
                       as digest
            from (select date_trunc('hour', cast_at, 'UTC') as hour, count(*) as votes,
                         encode(sha256(convert_to(string_agg(concat_ws('|', vote_id, body_hash, assignment_id,
                             rater_id, choice, ranks::text, skip_reason, late,
                             (extract(epoch from cast_at) * 1000000)::bigint), e'\\n' order by vote_id), 'UTF8')), 'hex')
                             as digest
                  from vote group by 1) hours
            """;

    String tell() {
        return votes + " votes, ledger " + digest;
    }

    static Ledger of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(READ)) {
            row.next();
            return new Ledger(row.getLong("votes"), row.getString("digest"));
        }
    }
}
