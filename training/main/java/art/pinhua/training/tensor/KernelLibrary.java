package art.pinhua.training.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kernels of `kernels.torchscript`, each compiled when it is called with given constants, and kept
/// while it is among the most recently called ones: some constants are sizes of pictures, without end.
final class KernelLibrary implements AutoCloseable {
    private static final String SOURCE = "kernels.torchscript";
    private static final Pattern METHOD_CALL = Pattern.compile("self\\.(\\w+)\\(");

    private final PtNDManager manager;
    private final int kept;
    private final Map<String, String> texts = readTexts();
    private final Map<Tape.Kernel, PtSymbolBlock> compiled = new LinkedHashMap<>(16, 0.75f, true);

    /// @param kept modules in memory at most, at least 1
    KernelLibrary(PtNDManager manager, int kept) {
        this.manager = manager;
        this.kept = kept;
    }

    /// Calls a kernel whose parameters are all tensors.
    ///
    /// @param constants replace `$1`, `$2`, … of the text: `Integer` or `Double`
    NDArray call(String kernel, List<?> constants, NDArray... inputs) {
        return ModuleCall.forward(module(kernel, constants), List.of(), Arrays.asList(inputs));
    }

    /// Calls a kernel that takes lists of tensors and then one tensor.
    NDArray callOnLists(String kernel, List<?> constants, NDArray last, List<List<NDArray>> lists) {
        List<List<NDArray>> aliases =
                lists.stream().map(KernelLibrary::withoutHistory).toList();
        try {
            return ModuleCall.forward(module(kernel, constants), aliases, List.of(last));
        } finally {
            aliases.forEach(list -> list.forEach(NDArray::close));
        }
    }

    /// The same storage, which may be changed in place also where gradients are recorded.
    /// Closed by the caller.
    private static List<NDArray> withoutHistory(List<NDArray> arrays) {
        return arrays.stream()
                .<NDArray>map(array -> JniUtils.detachGradient((PtNDArray) array))
                .toList();
    }

    private PtSymbolBlock module(String kernel, List<?> constants) {
        var key = new Tape.Kernel(kernel, constants);
        PtSymbolBlock module = compiled.get(key);
        if (module == null) {
            module = compile(kernel, constants);
            compiled.put(key, module);
            if (compiled.size() > kept) {
                var oldest = compiled.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
        }
        return module;
    }

    /// Modules in memory.
    int modules() {
        return compiled.size();
    }

    /// The kernels of which there are modules in memory.
    Set<String> called() {
        return compiled.keySet().stream().map(Tape.Kernel::name).collect(Collectors.toSet());
    }

    /// All kernels, without the methods that they share.
    Set<String> names() {
        var names = new HashSet<>(texts.keySet());
        for (String text : texts.values()) {
            METHOD_CALL.matcher(text).results().forEach(call -> names.remove(call.group(1)));
        }
        return names;
    }

    private PtSymbolBlock compile(String kernel, List<?> constants) {
        var methods = new LinkedHashSet<String>();
        collect(kernel, methods);
        methods.remove(kernel);
        return load(joined(methods) + text(kernel, constants, "forward"));
    }

    /// One module of many calls. Closed by the caller.
    PtSymbolBlock compile(Tape tape, NDArray result) {
        var called = new LinkedHashSet<String>();
        var methods = new StringBuilder();
        tape.methods().forEach((kernel, name) -> {
            var needed = new LinkedHashSet<String>();
            collect(kernel.name(), needed);
            needed.remove(kernel.name());
            called.addAll(needed);
            methods.append(text(kernel.name(), kernel.constants(), name));
        });
        return load(joined(called) + methods + tape.forward(result));
    }

    private String joined(Set<String> kernels) {
        return kernels.stream().map(texts::get).collect(Collectors.joining());
    }

    /// A kernel's text under another name, with its constants.
    private String text(String kernel, List<?> constants, String name) {
        String text = texts.getOrDefault(kernel, "").replace("def " + kernel + "(", "def " + name + "(");
        for (int i = constants.size(); i >= 1; i--) {
            text = text.replace("$" + i, constants.get(i - 1).toString());
        }
        if (text.contains("$")) {
            throw new IllegalArgumentException("Kernel " + kernel + " needs more constants than " + constants);
        }
        return text;
    }

    private PtSymbolBlock load(String text) {
        byte[] archive = TorchScriptArchive.of(text);
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the source is memory
        }
    }

    /// The kernel and, before it, the methods it calls.
    private void collect(String kernel, Set<String> methods) {
        String text = texts.get(kernel);
        if (text == null) {
            throw new IllegalArgumentException("No kernel is named " + kernel);
        }
        METHOD_CALL.matcher(text).results().map(call -> call.group(1)).forEach(called -> collect(called, methods));
        methods.add(kernel);
    }

    private static Map<String, String> readTexts() {
        try (var stream = KernelLibrary.class.getResourceAsStream(SOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The class path lacks " + SOURCE);
            }
            var texts = new HashMap<String, String>();
            String source = new String(stream.readAllBytes(), UTF_8).replaceAll("(?m)^#.*\n", "");
            for (String method : source.split("\n(?=def )")) {
                if (method.startsWith("def ")) {
                    texts.put(method.substring("def ".length(), method.indexOf('(')), method.strip() + "\n");
                }
            }
            return Map.copyOf(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        compiled.values().forEach(PtSymbolBlock::close);
        compiled.clear();
    }
}
