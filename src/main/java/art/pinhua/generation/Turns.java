package art.pinhua.generation;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One turn at a time; those in a hurry go before those who are not.
final class Turns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private boolean taken;
    private int hurried;

    /// Closing it gives the turn back.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Turn take(boolean urgent) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            hurried += urgent ? 1 : 0;
            try {
                while (taken || (!urgent && hurried > 0)) {
                    free.await();
                }
                taken = true;
            } finally {
                hurried -= urgent ? 1 : 0;
                free.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return this::giveBack;
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
