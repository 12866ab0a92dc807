package art.pinhua.platform.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks the entries in order and stops at the first that does not follow from the one before.
final class AuditChain {
    /// Where a chain ends: what to keep elsewhere, because a chain cut at its end looks whole by itself.
    record Head(long seq, String hash) {
        static final Head BEGINNING = new Head(0, AuditEntry.BEGINNING);

        /// As `verify` prints it.
        static Head of(String text) {
            var parts = text.split(":", 2);
            if (parts.length != 2 || !parts[0].matches("\\d{1,18}") || !parts[1].matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a head looks like 12:<64 hexadecimal digits>, not like " + text);
            }
            return new Head(Long.parseLong(parts[0]), parts[1]);
        }

        @Override
        public String toString() {
            return seq + ":" + hash;
        }
    }

    /// The first bad row.
    ///
    /// @param seq the number in the row, or the number that is missing
    record Break(long seq, String reason) {}

    private final Optional<Head> kept;
    private Head last = Head.BEGINNING;
    private boolean keptSeen;
    private @Nullable Break broken;

    /// @param kept a head noted earlier, which the chain must still contain
    AuditChain(Optional<Head> kept) {
        this.kept = kept;
        keptSeen = kept.isEmpty() || kept.get().equals(Head.BEGINNING);
    }

    /// @return whether the chain holds so far
    boolean add(AuditEntry entry) {
        if (broken == null) {
            fault(entry).ifPresentOrElse(reason -> broken = reason, () -> {
                last = new Head(entry.seq(), entry.hash());
                keptSeen |= kept.filter(last::equals).isPresent();
            });
        }
        return broken == null;
    }

    /// After the last entry.
    Optional<Break> end() {
        if (broken == null && !keptSeen) {
            var missing = kept.orElseThrow();
            broken = new Break(
                    Math.min(missing.seq(), last.seq() + 1),
                    last.seq() < missing.seq()
                            ? "the chain ends at row " + last.seq() + ", but row " + missing.seq() + " was seen before"
                            : "row " + missing.seq() + " is not the row that was seen before");
        }
        return Optional.ofNullable(broken);
    }

    /// The last row that held.
    Head head() {
        return last;
    }

    private Optional<Break> fault(AuditEntry entry) {
        if (entry.seq() != last.seq() + 1) {
            return Optional.of(new Break(last.seq() + 1, "the row is missing; the next one is " + entry.seq()));
        }
        if (!entry.previous().equals(last.hash())) {
            return Optional.of(new Break(entry.seq(), "the row does not follow from row " + last.seq()));
        }
        if (!entry.hash().equals(entry.hashOfContent())) {
            return Optional.of(new Break(entry.seq(), "the row was changed: its content has another hash"));
        }
        return Optional.empty();
    }
}
