package art.pinhua.platform.blob;

/// A blob that should be here is absent, or no longer the bytes of its name.
public final class BlobMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sha256;

    BlobMissing(String sha256, String what) {
        super("blob " + sha256 + " " + what);
        this.sha256 = sha256;
    }

    public String sha256() {
        return sha256;
    }
}
