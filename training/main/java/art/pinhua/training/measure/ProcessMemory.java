package art.pinhua.training.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Resident memory of a process, native memory included, from Linux's process file system; 0 elsewhere and for a
/// process that has ended.
/// @param now  megabytes
/// @param peak largest so far, megabytes
public record ProcessMemory(long now, long peak) {
    public static ProcessMemory of(long pid) throws IOException {
        var status = Path.of("/proc", Long.toString(pid), "status");
        try {
            return Files.exists(status) ? parse(Files.readString(status)) : new ProcessMemory(0, 0);
        } catch (NoSuchFileException gone) {
            return new ProcessMemory(0, 0);
        }
    }

    static ProcessMemory parse(String status) {
        return new ProcessMemory(megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
    }

    private static long megabytes(String status, String field) {
        return status.lines()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024;
    }
}
