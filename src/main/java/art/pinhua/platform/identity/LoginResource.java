package art.pinhua.platform.identity;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;

/// Being sent here starts a sign-in; afterwards the reader returns to a page of this site, never elsewhere.
@Path("/login")
public class LoginResource {
    private static final String SIGNS = "(?:[\\w~!$&'()*+,;=:@./?-]++|%\\p{XDigit}{2})*+";
    private static final Pattern PATH = Pattern.compile("/(?!/)" + SIGNS + "(?:#" + SIGNS + ")?");

    @GET
    @Authenticated
    public Response login(@QueryParam("to") @DefaultValue("/studio") String to) {
        return Response.seeOther(URI.create(ours(to) ? to : "/studio")).build();
    }

    /// A path of ours and nothing that a browser would read as another host.
    static boolean ours(String to) {
        return PATH.matcher(to).matches();
    }
}
