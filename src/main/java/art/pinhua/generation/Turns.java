package art.pinhua.generation;

import art.pinhua.platform.jobs.JobPriority;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// One turn at a time; who is in a greater hurry goes before those who are not.
final class Turns {
    private static final long SLICE_MILLIS = 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final int[] waiting = new int[JobPriority.values().length];
    private boolean taken;

    /// Closing it gives the turn back.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// @param wanted asked several times a second while others have the turn
    /// @return empty once it is no longer wanted
    Optional<Turn> take(JobPriority hurry, BooleanSupplier wanted) throws InterruptedException {
        join(hurry, 1);
        try {
            while (!taken(hurry)) {
                if (!wanted.getAsBoolean()) {
                    return Optional.empty();
                }
            }
            return Optional.of(this::giveBack);
        } finally {
            join(hurry, -1);
        }
    }

    private void join(JobPriority hurry, int more) {
        lock.lock();
        try {
            waiting[hurry.ordinal()] += more;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits a moment at most.
    private boolean taken(JobPriority hurry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (mustWait(hurry)) {
                free.await(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (mustWait(hurry)) {
                return false;
            }
            taken = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean mustWait(JobPriority hurry) {
        for (int i = hurry.ordinal() + 1; i < waiting.length; i++) {
            if (waiting[i] > 0) {
                return true;
            }
        }
        return taken;
    }

    private void giveBack() {
        lock.lock();
        try {
            taken = false;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
