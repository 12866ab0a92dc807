package art.pinhua.platform.blob;

import jakarta.inject.Singleton;

/// A row of the tests' application that names a blob which nobody has.
@Singleton
class PlantedUser implements BlobUser {
    static final String LOST = "d".repeat(64);

    @Override
    public String blobNames() {
        return "select '" + LOST + "' as sha256";
    }
}
