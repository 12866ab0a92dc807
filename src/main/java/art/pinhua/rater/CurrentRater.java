package art.pinhua.rater;

import art.pinhua.platform.Roles;
import art.pinhua.platform.limits.ClientAddress;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who rates in this request: the signed-in expert, or whoever holds the browser's cookie. Another
/// provider signs in people who hold no role here; they are visitors like everybody else.
@RequestScoped
public class CurrentRater {
    /// Where a page says whose it is: the id of the expert who is signed in, or `VISITOR`.
    private static final String SAYS = "X-Pinhua-Rater";

    private static final String VISITOR = "VISITOR";
    /// What pages of the version before say of every signed-in person.
    private static final String SOME_EXPERT = Rater.Tier.EXPERT.name();

    private static final Duration COOKIE_LIFE = Duration.ofDays(365);
    private static final List<String> EXPERTS = List.of(Roles.EXPERT, Roles.CURATOR, Roles.ADMIN);

    private final Raters raters;
    private final RaterCookie cookies;
    private final Admission admission;
    private final ClientAddress address;
    private final SecurityIdentity identity;
    private final RoutingContext http;
    private final boolean secure;

    CurrentRater(
            Raters raters,
            RaterCookie cookies,
            Admission admission,
            ClientAddress address,
            SecurityIdentity identity,
            RoutingContext http,
            @ConfigProperty(name = "pinhua.public-url") String publicUrl) {
        this.raters = raters;
        this.cookies = cookies;
        this.admission = admission;
        this.address = address;
        this.identity = identity;
        this.http = http;
        secure = publicUrl.startsWith("https:");
    }

    public boolean expert() {
        return EXPERTS.stream().anyMatch(identity::hasRole);
    }

    /// Counts a request for tasks, before anything is done about it.
    public void countAsk() {
        requireWhomItSays();
        if (!expert()) {
            admission.ask(idOfCookie(), address());
        }
    }

    /// Counts a vote, likewise.
    public void countVote() {
        requireWhomItSays();
        if (!expert()) {
            admission.vote(idOfCookie(), address());
        }
    }

    /// Counts a look at a picture, before it is drawn.
    /// @param raterId to whom its assignment was dealt
    public void countPicture(UUID raterId) {
        admission.picture(raterId, address());
    }

    /// Refuses what would count for another rater than the one whose page asks: somebody may have
    /// signed in beside it. Without a session everybody is a visitor here; an expert whose session is
    /// over would go on as one, unawares: as a second rater, who is dealt the same tasks once more.
    void requireWhomItSays() {
        String said = http.request().getHeader(SAYS);
        if (said == null) {
            return; // a script knows who it is
        }
        if (identity.isAnonymous()) {
            if (!said.equals(VISITOR)) {
                throw new ProblemException(CommonProblem.NOT_SIGNED_IN, "Your session is over. Sign in, then go on.");
            }
        } else if (!said.equals(SOME_EXPERT) && !said.equals(expert() ? subject() : VISITOR)) {
            throw new ProblemException(
                    RaterProblem.RATER_CHANGED, "Somebody else is signed in now. Open the page anew to go on as them.");
        }
    }

    /// The rater; a newcomer becomes one, and an anonymous newcomer's browser is given its cookie.
    public Rater orNew() {
        if (expert()) {
            String subject = subject();
            return active(raters.expert(subject).orElseGet(() -> raters.addExpert(subject)));
        }
        return ofCookie().filter(rater -> !rater.withdrawn()).orElseGet(() -> {
            admission.newcomer(address());
            Rater newcomer = raters.addAnonymous();
            giveCookie(cookies.of(newcomer.id()), COOKIE_LIFE);
            return newcomer;
        });
    }

    /// The rater who was here before; refuses strangers, and who has withdrawn.
    public Rater known() {
        return active(present());
    }

    /// The same, withdrawn or not.
    Rater present() {
        Optional<Rater> rater = expert() ? raters.expert(subject()) : ofCookie();
        return rater.orElseThrow(() -> new ProblemException(
                RaterProblem.RATER_UNKNOWN, "Ask for something to rate first; cookies must be allowed."));
    }

    /// A visitor. Beside an expert, the cookie is that of whoever else rates in this browser.
    void forget() {
        if (!expert()) {
            giveCookie("", Duration.ZERO);
        }
    }

    /// The person's id here, which no change of name touches.
    private String subject() {
        return identity.getPrincipal().getName();
    }

    private Optional<Rater> ofCookie() {
        return idOfCookie().flatMap(raters::byId);
    }

    private Optional<UUID> idOfCookie() {
        Cookie cookie = http.request().getCookie(RaterCookie.NAME);
        return Optional.ofNullable(cookie).flatMap(held -> cookies.read(held.getValue()));
    }

    private String address() {
        return address.of(http.request());
    }

    private static Rater active(Rater rater) {
        if (rater.withdrawn()) {
            throw new ProblemException(RaterProblem.RATER_WITHDRAWN, "Your votes are kept out of everything new.");
        }
        return rater;
    }

    private void giveCookie(String value, Duration life) {
        http.response()
                .addCookie(Cookie.cookie(RaterCookie.NAME, value)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.LAX)
                        .setMaxAge(life.toSeconds()));
    }
}
