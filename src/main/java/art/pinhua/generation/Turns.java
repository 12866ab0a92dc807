package art.pinhua.generation;

import art.pinhua.platform.jobs.JobPriority;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One turn at a time; who is in a greater hurry goes before those who are not.
final class Turns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final int[] waiting = new int[JobPriority.values().length];
    private boolean taken;

    /// Closing it gives the turn back.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Turn take(JobPriority hurry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting[hurry.ordinal()]++;
            try {
                while (taken || othersFirst(hurry)) {
                    free.await();
                }
                taken = true;
            } finally {
                waiting[hurry.ordinal()]--;
                free.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return this::giveBack;
    }

    private boolean othersFirst(JobPriority hurry) {
        for (int i = hurry.ordinal() + 1; i < waiting.length; i++) {
            if (waiting[i] > 0) {
                return true;
            }
        }
        return false;
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
