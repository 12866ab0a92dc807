package art.pinhua.training.bench;

import art.pinhua.training.contract.ComputeDevice;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Python process with diffusers and peft that does what it is told, one request and one answer a line.
final class PythonWorker implements AutoCloseable {
    /// Where the yardstick's program lies in the repository.
    static final Path SCRIPT = Path.of("docs/bench/diffusers_bench.py");

    private static final String NEEDED = "torch, diffusers, transformers, peft";

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final Path complaints;
    private final DeviceMemory memory;

    private PythonWorker(Process process, Path complaints, DeviceMemory memory) {
        this.process = process;
        this.complaints = complaints;
        this.memory = memory;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// The Python of the environment variable `PINHUA_PYTHON`, else `python3`, if it has what is needed.
    /// @param memory counts what its answers take
    /// @throws IllegalArgumentException when `PINHUA_PYTHON` names a Python that lacks something, or
    /// the torch of the Python that was found lacks the device
    static Optional<PythonWorker> find(ComputeDevice device, int threads, DeviceMemory memory) throws IOException {
        String chosen = System.getenv("PINHUA_PYTHON");
        String python = chosen == null ? "python3" : chosen;
        if (hasLibraries(python)) {
            PythonWorker worker = start(python, device, threads, memory);
            worker.requireDevice();
            return Optional.of(worker);
        }
        if (chosen != null) {
            throw new IllegalArgumentException(
                    "PINHUA_PYTHON: " + chosen + " is no Python with " + NEEDED + "; " + advice());
        }
        return Optional.empty();
    }

    /// What to do to be given a yardstick.
    static String advice() {
        return "for the comparison, make a Python environment (python3 -m venv FOLDER), install " + NEEDED
                + " into it with pip, and set PINHUA_PYTHON to FOLDER/bin/python";
    }

    private static boolean hasLibraries(String python) throws IOException {
        try {
            var process = new ProcessBuilder(python, "-c", "import " + NEEDED)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return await(process, 120) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void requireDevice() throws IOException {
        JsonObject begun = ask(EngineBench.request("begin"));
        if (begun.has("refusal")) {
            close();
            throw new IllegalArgumentException(
                    begun.get("refusal").getAsString() + "; name another Python with PINHUA_PYTHON");
        }
    }

    private static PythonWorker start(String python, ComputeDevice device, int threads, DeviceMemory memory)
            throws IOException {
        if (!Files.exists(SCRIPT)) {
            throw new IOException(SCRIPT + " is missing: run from the repository's folder");
        }
        Path complaints = Files.createTempFile("pinhua-python", ".log");
        var builder = new ProcessBuilder(
                        List.of(python, SCRIPT.toString(), Integer.toString(threads), device.toString()))
                .redirectError(complaints.toFile());
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().remove("GLIBC_TUNABLES"); // Python gets its memory as it does everywhere
        builder.environment().remove("NVIDIA_TF32_OVERRIDE"); // and its convolutions of fp32 their usual precision
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        return new PythonWorker(builder.start(), complaints, memory);
    }

    long pid() {
        return process.pid();
    }

    /// @throws IOException with what Python said last when it ended instead of answering
    JsonObject ask(JsonObject request) throws IOException {
        return memory.around(() -> exchange(request));
    }

    private JsonObject exchange(JsonObject request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Python ended:\n" + lastWords());
        }
        return JsonParser.parseString(answer).getAsJsonObject();
    }

    private String lastWords() throws IOException {
        var lines = Files.readAllLines(complaints);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static boolean await(Process process, int seconds) throws IOException {
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The end of its input is the order to go.
    @Override
    public void close() throws IOException {
        try (requests) {
            requests.flush();
        } catch (IOException alreadyGone) {
            // it ended by itself
        }
        await(process, 10);
        Files.deleteIfExists(complaints);
    }
}
