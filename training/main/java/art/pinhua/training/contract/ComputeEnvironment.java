package art.pinhua.training.contract;

import java.util.Map;

/// The environment of a process that computes with libtorch, where the operator has not set it otherwise.
///
/// A pass makes and drops hundreds of arrays. By its defaults glibc gives the memory of large ones back at once, and
/// the kernel clears new pages for the next; and threads other than a program's first, such as all of Java's, draw on
/// heaps of 64 MB, which end up the same way. Here there is one heap, whose top is given back beyond 512 MB, and large
/// arrays come in huge pages (decision 20). Other C libraries, and versions before 2.35, ignore what they do not know.
///
/// On NVIDIA GPUs libtorch lets convolutions in fp32 round their factors to the ten bits of TF32, and
/// DJL has no switch for it. cuDNN and cuBLAS have one of their own (cuDNN API, `cudnnMathType_t`).
public final class ComputeEnvironment {
    /// Of glibc: `man 3 mallopt`, and `tunables` in its manual. Bytes; 32 MB is the most that `mmap_threshold` can be.
    public static final String MEMORY = "glibc.malloc.arena_max=1:glibc.malloc.hugetlb=1"
            + ":glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=536870912";

    /// Of NVIDIA's libraries; 0 keeps fp32 whole.
    public static final String TF32 = "NVIDIA_TF32_OVERRIDE";

    private ComputeEnvironment() {}

    public static void into(Map<String, String> environment) {
        // threads that spin while they wait for each other starve the database, and themselves, on a busy machine
        environment.putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        environment.putIfAbsent("GLIBC_TUNABLES", MEMORY);
        environment.putIfAbsent(TF32, "0");
    }
}
