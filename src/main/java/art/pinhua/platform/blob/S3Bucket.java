package art.pinhua.platform.blob;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The few acts that a shelf needs of a bucket. Failures of the store are failures of the world: `IOException`.
///
/// Checksums beyond what the protocol demands are left out, because older stores do not know them; a blob's name is its
/// checksum anyway.
final class S3Bucket implements AutoCloseable {
    private static final int UNKNOWN = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final String place;

    S3Bucket(BlobSettings settings) {
        this.bucket = settings.bucket()
                .orElseThrow(() -> new CannotStart("PINHUA_BLOBS_STORE is s3 and PINHUA_BLOBS_BUCKET names no bucket"));
        this.prefix = settings.prefix().orElse("");
        this.place = settings.endpoint().map(Object::toString).orElse("Amazon S3, " + settings.region()) + ", bucket "
                + bucket + (prefix.isEmpty() ? "" : ", below " + prefix);
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(3))
                        .socketTimeout(PATIENCE))
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(BlobSettings settings) {
        var access = settings.accessKey();
        var secret = settings.secretKey();
        if (access.isPresent() != secret.isPresent()) {
            throw new CannotStart("PINHUA_BLOBS_ACCESS_KEY and PINHUA_BLOBS_SECRET_KEY go together");
        }
        return access.isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(access.get(), secret.orElseThrow()))
                : DefaultCredentialsProvider.create();
    }

    /// Looks whether the bucket is there and lets us in.
    ///
    /// @throws CannotStart when it is not, or does not
    void require() throws IOException {
        try {
            client.headBucket(request -> request.bucket(bucket));
        } catch (S3Exception e) {
            switch (e.statusCode()) {
                case NOT_FOUND -> throw new CannotStart(place + " does not exist: create it");
                case UNKNOWN, FORBIDDEN ->
                    throw new CannotStart(
                            place + " refuses: look at PINHUA_BLOBS_ACCESS_KEY and PINHUA_BLOBS_SECRET_KEY");
                default -> throw new IOException(place + " answers " + e.statusCode(), e);
            }
        } catch (SdkException e) {
            throw new IOException(place + " cannot be reached: " + e.getMessage(), e);
        }
    }

    boolean holds(String key) throws IOException {
        try {
            asked(() -> client.headObject(request -> request.bucket(bucket).key(prefix + key)));
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    /// @throws NoSuchFileException when there is none
    InputStream open(String key) throws IOException {
        return asked(() -> client.getObject(request -> request.bucket(bucket).key(prefix + key)));
    }

    /// Whole or not at all: the store shows the object when its last byte is kept.
    void put(String key, Path file) throws IOException {
        asked(() -> client.putObject(request -> request.bucket(bucket).key(prefix + key), RequestBody.fromFile(file)));
    }

    void put(String key, byte[] bytes) throws IOException {
        asked(() ->
                client.putObject(request -> request.bucket(bucket).key(prefix + key), RequestBody.fromBytes(bytes)));
    }

    /// Nothing happens when there is none.
    void move(String from, String to) throws IOException {
        try {
            asked(() -> client.copyObject(request -> request.sourceBucket(bucket)
                    .sourceKey(prefix + from)
                    .destinationBucket(bucket)
                    .destinationKey(prefix + to)));
        } catch (NoSuchFileException absent) {
            return;
        }
        asked(() -> client.deleteObject(request -> request.bucket(bucket).key(prefix + from)));
    }

    /// Objects below a key, which is cut off their names.
    void list(String below, Consumer<S3Object> each) throws IOException {
        asked(() -> {
            client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + below))
                    .contents()
                    .forEach(each);
            return true;
        });
    }

    /// The key of an object without what all keys begin with.
    String keyOf(S3Object object) {
        return object.key().substring(prefix.length());
    }

    String place() {
        return place;
    }

    private <T> T asked(Supplier<T> act) throws IOException {
        try {
            return act.get();
        } catch (NoSuchKeyException e) {
            throw absent(e);
        } catch (NoSuchBucketException e) {
            throw new IOException(place + " does not exist any more", e);
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                throw absent(e);
            }
            throw new IOException(place + " refuses: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new IOException(place + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private NoSuchFileException absent(SdkException cause) {
        var absent = new NoSuchFileException(place);
        absent.initCause(cause);
        return absent;
    }

    @Override
    public void close() {
        client.close();
    }
}
