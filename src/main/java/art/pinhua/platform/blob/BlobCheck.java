package art.pinhua.platform.blob;

import art.pinhua.platform.sql.Sql;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Compares the shelf with the rows that name blobs. Nothing is deleted here.
@Singleton
class BlobCheck {
    /// Bytes are stored before the row that names them: a young one may only be waiting for its row.
    private static final Duration YOUNG = Duration.ofHours(1);

    private final Blobs blobs;
    private final List<BlobUser> users;
    private final Sql sql;
    private final Clock clock;

    BlobCheck(Blobs blobs, @All List<BlobUser> users, Sql sql, Clock clock) {
        this.blobs = blobs;
        this.users = users;
        this.sql = sql;
        this.clock = clock;
    }

    /// @param named       blobs that rows name
    /// @param missing     those of them that are not on the shelf
    /// @param orphans     blobs that no row names, older than an hour
    /// @param quarantined damaged blobs that were put aside
    record Findings(
            long files, long bytes, long named, List<String> missing, List<String> orphans, List<String> quarantined) {}

    Findings look() {
        // the shelf first: what is stored from now on is no orphan
        var items = blobs.items();
        var named = new HashSet<String>();
        users.forEach(user -> named.addAll(sql.list(user.blobNames(), row -> row.getString(1))));
        var onShelf = items.stream().map(BlobShelf.Item::sha256).collect(Collectors.toSet());
        var old = clock.instant().minus(YOUNG);
        return new Findings(
                items.size(),
                items.stream().mapToLong(BlobShelf.Item::size).sum(),
                named.size(),
                named.stream()
                        .filter(name -> !onShelf.contains(name) && !blobs.holds(name))
                        .sorted()
                        .toList(),
                items.stream()
                        .filter(item ->
                                !named.contains(item.sha256()) && item.since().isBefore(old))
                        .map(BlobShelf.Item::sha256)
                        .sorted()
                        .toList(),
                blobs.quarantined().stream().sorted().toList());
    }
}
