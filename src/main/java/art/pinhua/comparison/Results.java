package art.pinhua.comparison;

import art.pinhua.platform.sql.Sql;
import art.pinhua.statistics.Interval;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// The rows of verdicts and of results. What was written first stands.
@Singleton
class Results {

    private final Sql sql;
    private final Clock clock;

    Results(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// Writes a verdict down the first time it is seen.
    ///
    /// @return the one that stands
    Optional<Result.Found> found(UUID comparison, Standing standing) {
        if (standing.verdict() != Verdict.PENDING) {
            sql.update(
                    """
                    insert into verdict (comparison_id, verdict, raters, log_e, found_at) values (?, ?, ?, ?, ?)
                    on conflict (comparison_id) do nothing
                    """, comparison, standing.verdict(), standing.decidedAt(), standing.lnDeciding(), clock.instant());
        }
        return sql.first(
                "select verdict, raters from verdict where comparison_id = ?",
                row -> new Result.Found(Verdict.valueOf(row.getString("verdict")), row.getInt("raters")),
                comparison);
    }

    Optional<Result> of(UUID comparison) {
        return sql.first("select * from comparison_result where comparison_id = ?", Results::result, comparison);
    }

    /// Keeps what was found when voting ended.
    ///
    /// @return what is kept
    Result keep(UUID comparison, Result result) {
        Interval interval = result.interval();
        sql.update(
                """
                insert into comparison_result (comparison_id, verdict, raters, votes, decided_after, mean, low, high,
                                               log_e, log_e_reverse, found_at)
                values (?, ?, ?, ?, ?::int, ?::float8, ?::float8, ?::float8, ?::float8[], ?::float8[], ?)
                on conflict (comparison_id) do nothing
                """,
                comparison,
                result.verdict(),
                result.raters(),
                result.votes(),
                result.decidedAfter(),
                result.mean(),
                interval == null ? null : (Double) interval.low(),
                interval == null ? null : (Double) interval.high(),
                result.trace().stream().map(Standing.Point::logE).toList(),
                result.trace().stream().map(Standing.Point::logEReverse).toList(),
                clock.instant());
        return of(comparison).orElseThrow();
    }

    private static Result result(ResultSet row) throws SQLException {
        Double mean = row.getObject("mean", Double.class);
        return new Result(
                Verdict.valueOf(row.getString("verdict")),
                row.getInt("raters"),
                row.getInt("votes"),
                row.getObject("decided_after", Integer.class),
                mean,
                mean == null ? null : new Interval(row.getDouble("low"), row.getDouble("high")),
                trace(Sql.list(row, "log_e", Double.class), Sql.list(row, "log_e_reverse", Double.class)));
    }

    private static List<Standing.Point> trace(List<Double> logE, List<Double> logEReverse) {
        return IntStream.range(0, logE.size())
                .mapToObj(i -> new Standing.Point(i + 1, logE.get(i), logEReverse.get(i)))
                .toList();
    }
}
