package art.pinhua.campaign;

import art.pinhua.platform.InstallationSecrets;
import art.pinhua.platform.seal.Seal;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Tokens that go out with an assignment: one to answer it, one for each of its images.
@Singleton
class AssignmentTokens {
    private static final int SLOT_BYTES = 2 * Long.BYTES + 1;

    private final Seal answers;
    private final Seal slots;

    AssignmentTokens(InstallationSecrets secrets) {
        String secret = secrets.secret("rating-key");
        answers = new Seal(secret, "assignment");
        slots = new Seal(secret, "image slot");
    }

    /// What an answer must carry: bound to the task, the order shown and the rater.
    record Terms(UUID assignmentId, UUID taskId, UUID raterId, List<Integer> shownOrder, UUID nonce) {
        private String text() {
            return assignmentId + "|" + taskId + "|" + raterId + "|" + shownOrder + "|" + nonce;
        }
    }

    record Slot(UUID assignmentId, int slot) {}

    String answer(Terms terms) {
        return answers.of(terms.text());
    }

    boolean fits(Terms terms, String token) {
        return answers.fits(terms.text(), token);
    }

    String slot(UUID assignmentId, int slot) {
        return slots.wrap(ByteBuffer.allocate(SLOT_BYTES)
                .putLong(assignmentId.getMostSignificantBits())
                .putLong(assignmentId.getLeastSignificantBits())
                .put((byte) slot)
                .array());
    }

    Optional<Slot> readSlot(String token) {
        return slots.unwrap(token).filter(bytes -> bytes.length == SLOT_BYTES).map(bytes -> {
            var content = ByteBuffer.wrap(bytes);
            return new Slot(new UUID(content.getLong(), content.getLong()), content.get());
        });
    }
}
