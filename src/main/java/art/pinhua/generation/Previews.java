package art.pinhua.generation;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import art.pinhua.platform.jobs.FencedOut;
import art.pinhua.platform.sql.DatabaseAway;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// The latest preview of each picture that is being drawn, as rows: one process draws, another one may
/// show them.
@Singleton
class Previews {
    private static final Logger LOG = Logger.getLogger(Previews.class);

    /// Watchers look about so often, and rows change no oftener.
    static final long PERIOD_MILLIS = 500;

    private static final int LARGEST = 1 << 20; // bytes, as the table has it

    private final Sql sql;

    Previews(Sql sql) {
        this.sql = sql;
    }

    /// @param url the picture itself, as a data address
    record Preview(int index, int step, String url) {}

    /// Those of a generation that a watcher has not seen.
    /// @param seen steps by the index of the picture; a step looks the same whoever draws it
    List<Preview> unseen(UUID generationId, Map<Integer, Integer> seen) {
        return sql.list(
                """
                select index, step, png from preview
                where generation_id = ?
                  and not exists (select from unnest(?::int[], ?::int[]) as seen (index, step)
                                  where seen.index = preview.index and seen.step = preview.step)
                order by index
                """,
                row -> new Preview(
                        row.getInt("index"),
                        row.getInt("step"),
                        "data:image/png;base64," + Base64.getEncoder().encodeToString(row.getBytes("png"))),
                generationId,
                seen.keySet(),
                seen.values());
    }

    void forget(UUID generationId) {
        sql.update("delete from preview where generation_id = ?", generationId);
    }

    /// For the pictures of a generation, while they are drawn.
    /// @param write makes a change, or refuses it to an attempt that has lost its job
    Keeper keeper(UUID generationId, Consumer<Runnable> write) {
        return keeper(generationId, write, System::nanoTime);
    }

    Keeper keeper(UUID generationId, Consumer<Runnable> write, LongSupplier nanoTime) {
        return new Keeper(generationId, write, nanoTime);
    }

    /// Leaves out what is too large, what comes so soon after the one before that nobody would see it,
    /// and what cannot be read or written: no picture is worth less for it.
    final class Keeper {
        private final UUID generationId;
        private final Consumer<Runnable> write;
        private final LongSupplier nanoTime;
        private final Map<Integer, Long> keptAt = new HashMap<>();

        private Keeper(UUID generationId, Consumer<Runnable> write, LongSupplier nanoTime) {
            this.generationId = generationId;
            this.write = write;
            this.nanoTime = nanoTime;
        }

        void keep(int index, int step, Path file) {
            long now = nanoTime.getAsLong();
            Long before = keptAt.get(index);
            if (before != null && now - before < MILLISECONDS.toNanos(PERIOD_MILLIS)) {
                return;
            }
            try {
                if (Files.size(file) <= LARGEST) {
                    byte[] png = Files.readAllBytes(file);
                    write.accept(() -> put(index, step, png));
                    keptAt.put(index, now);
                }
            } catch (IOException e) {
                LOG.warnf(e, "the preview %s cannot be read", file);
            } catch (FencedOut newer) {
                throw newer;
            } catch (RuntimeException e) {
                if (DatabaseAway.in(e)) {
                    throw e;
                }
                LOG.warnf(e, "the preview %s cannot be kept", file);
            }
        }

        /// Nobody waits for the disk: what a crash takes comes again with a later step.
        private void put(int index, int step, byte[] png) {
            sql.update("set local synchronous_commit = off");
            sql.update("""
                    insert into preview (generation_id, index, step, png) values (?, ?, ?, ?)
                    on conflict (generation_id, index) do update set step = excluded.step, png = excluded.png
                    """, generationId, index, step, png);
        }
    }
}
