package art.pinhua.platform.blob;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/// What is wrong with the stored files, for the people who run the product.
@Path("/api/blobs")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class BlobResource {
    private static final int MOST = 1_000;

    private final BlobCheck check;

    BlobResource(BlobCheck check) {
        this.check = check;
    }

    /// Names of a kind, up to a thousand of them.
    public record Named(int count, List<String> first) {
        static Named of(List<String> names) {
            return new Named(names.size(), names.stream().limit(MOST).toList());
        }
    }

    /// @param missing     named by rows and not there: restore them from the backup
    /// @param orphans     there and named by no row for an hour: may be deleted
    /// @param quarantined damaged when they were read
    public record BlobsView(long files, long bytes, long named, Named missing, Named orphans, Named quarantined) {}

    @GET
    @RunOnVirtualThread
    public BlobsView look() {
        var found = check.look();
        return new BlobsView(
                found.files(),
                found.bytes(),
                found.named(),
                Named.of(found.missing()),
                Named.of(found.orphans()),
                Named.of(found.quarantined()));
    }
}
