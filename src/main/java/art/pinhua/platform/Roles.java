package art.pinhua.platform;

/// What a signed-in person may do. An administrator also holds the other two, a curator also the first.
public final class Roles {
    public static final String EXPERT = "expert";
    public static final String CURATOR = "curator";
    public static final String ADMIN = "admin";

    private Roles() {}
}
