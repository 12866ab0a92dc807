package art.pinhua.platform.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Objects in a bucket by name (`ab/abcd…`); what is damaged lies below `quarantine/`. Files of this machine are
/// copies, which are checked and thrown away at will.
final class S3Shelf implements BlobShelf {
    private static final String QUARANTINE = "quarantine/";

    private final S3Bucket bucket;
    private final BlobCache cache;

    S3Shelf(S3Bucket bucket, BlobCache cache) {
        this.bucket = bucket;
        this.cache = cache;
    }

    @Override
    public boolean holds(String sha256) throws IOException {
        return bucket.holds(key(sha256));
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        return bucket.open(key(sha256));
    }

    @Override
    public Path local(String sha256) throws IOException {
        return cache.file(sha256, () -> bucket.open(key(sha256)));
    }

    @Override
    public void keep(Path draft, String sha256) throws IOException {
        bucket.put(key(sha256), draft);
    }

    @Override
    public void quarantine(String sha256) throws IOException {
        cache.drop(sha256);
        bucket.move(key(sha256), QUARANTINE + sha256);
    }

    @Override
    public List<Item> items() throws IOException {
        var items = new ArrayList<Item>();
        bucket.list("", object -> {
            var key = bucket.keyOf(object);
            var name = key.substring(key.lastIndexOf('/') + 1);
            if (Blobs.isName(name) && key.equals(key(name))) {
                items.add(new Item(name, object.size(), object.lastModified()));
            }
        });
        return items;
    }

    @Override
    public List<String> quarantined() throws IOException {
        var names = new ArrayList<String>();
        bucket.list(QUARANTINE, object -> names.add(bucket.keyOf(object).substring(QUARANTINE.length())));
        return names.stream().filter(Blobs::isName).toList();
    }

    @Override
    public void require() throws IOException {
        bucket.require();
    }

    @Override
    public String place() {
        return bucket.place();
    }

    private static String key(String sha256) {
        return sha256.substring(0, 2) + "/" + sha256;
    }
}
