package art.pinhua.platform.blob;

import art.pinhua.platform.problem.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// A lost blob is told to the operator with its name, and to the caller by code alone: the name would link images.
class BlobMappers {
    private static final Logger LOG = Logger.getLogger(BlobMappers.class);

    @ServerExceptionMapper
    Response missing(BlobMissing exception, UriInfo uri) {
        LOG.errorf(exception, "restore this file from the backup; request to %s failed", uri.getPath());
        return Problem.of(
                        BlobProblem.BLOB_MISSING,
                        "Its restoration needs the operator; other files are not concerned.",
                        uri.getPath(),
                        List.of())
                .response();
    }
}
