package art.pinhua.platform.problem;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Gives up a body that goes on beyond the limit, and one that breaks off: the client hung up, which is no fault of
/// ours. Below the server's own limit (`quarkus.http.limits.max-body-size`),
/// which ends a connection without a word.
public final class LimitedStream extends FilterInputStream {
    /// Bytes of a request body: the longest texts taken are two million characters.
    public static final int MOST = 16 << 20;

    private long left = MOST;

    LimitedStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() {
        byte[] next = new byte[1];
        return read(next, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(next[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        } catch (IOException brokenOff) {
            throw new ProblemException(CommonProblem.BAD_REQUEST, "The body broke off.");
        }
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
