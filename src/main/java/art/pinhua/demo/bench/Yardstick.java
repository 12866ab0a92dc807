package art.pinhua.demo.bench;

import java.util.List;

/// Somebody else who sends the statements of votes to the same database, without the product.
interface Yardstick {
    String name();

    /// @param raters each with assignments at hand
    /// @param votes  of each rater
    /// @return votes a second
    double rate(List<VoteCrowd.Rater> raters, int connections, int votes) throws Exception;
}
