package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The kernels that the tests of a class have called, noted test by test. Nothing is required where
/// only some of the tests ran.
final class CalledKernels {
    private final Set<String> all = new TreeSet<>();
    private final Set<String> called = new TreeSet<>();
    private int tests;

    /// Call it after each test.
    void add(Tensors tensors) {
        all.addAll(tensors.kernels().names());
        called.addAll(tensors.kernels().called());
        tests++;
    }

    void require(Set<String> kernels, Class<?> by) {
        long wanted = Arrays.stream(by.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        if (tests >= wanted) { // a test of several rounds counts for each
            assertTrue(all.containsAll(kernels), () -> "not all are kernels: " + kernels);
            var missed = new TreeSet<>(kernels);
            missed.removeAll(called);
            assertEquals(Set.of(), missed, "no test of " + by.getSimpleName() + " calls these kernels");
        }
    }

    /// @param elsewhere kernels that other tests call
    void requireAllBut(Set<String> elsewhere, Class<?> by) {
        assertTrue(all.isEmpty() || all.containsAll(elsewhere), () -> "not all are kernels: " + elsewhere);
        var here = new TreeSet<>(all);
        here.removeAll(elsewhere);
        require(here, by);
    }
}
