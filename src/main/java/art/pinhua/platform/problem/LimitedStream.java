package art.pinhua.platform.problem;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Gives up a body that goes on beyond the limit. Below the server's own limit (`quarkus.http.limits.max-body-size`),
/// which ends a connection without a word.
public final class LimitedStream extends FilterInputStream {
    /// Bytes of a request body: the longest texts taken are two million characters.
    public static final int MOST = 16 << 20;

    private long left = MOST;

    LimitedStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    /// @throws ProblemException `TOO_LARGE`
    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge();
        }
    }

    public static ProblemException tooLarge() {
        return new ProblemException(
                CommonProblem.TOO_LARGE, "A body may hold " + (MOST >> 20) + " MiB; send less at a time.");
    }
}
