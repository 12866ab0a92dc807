package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes down which kernels were called with what, as a TorchScript method that calls them again.
final class Tape {
    private static final String WEIGHTS = "weights";

    /// A kernel with its constants.
    record Kernel(String name, List<?> constants) {}

    private final Map<NDArray, String> names = new IdentityHashMap<>();
    private final Map<Kernel, String> methods = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private final int inputs;

    /// @param weights arrays that stay what they are, each of them once
    /// @param inputs  what the method is called with
    Tape(Collection<NDArray> weights, List<NDArray> inputs) {
        for (NDArray weight : weights) {
            names.put(weight, WEIGHTS + "[" + names.size() + "]");
        }
        for (int i = 0; i < inputs.size(); i++) {
            names.put(inputs.get(i), "x" + i);
        }
        this.inputs = inputs.size();
    }

    /// @throws IllegalStateException when an argument is neither weight nor input nor the result of a kernel before:
    ///                               played again, it would be what it is now
    void called(String kernel, List<?> constants, NDArray result, NDArray... arguments) {
        String method = methods.computeIfAbsent(new Kernel(kernel, constants), fresh -> "kernel" + methods.size());
        String to = "y" + names.size();
        lines.append("  ").append(to).append(" = self.").append(method).append('(');
        for (int i = 0; i < arguments.length; i++) {
            lines.append(i == 0 ? "" : ", ").append(named(kernel, arguments[i]));
        }
        lines.append(")\n");
        names.put(result, to);
    }

    private String named(String kernel, NDArray argument) {
        String name = names.get(argument);
        if (name == null) {
            throw new IllegalStateException("%s is called with an array of shape %s that no kernel has made"
                    .formatted(kernel, argument.getShape()));
        }
        return name;
    }

    /// The methods' names by kernel, in the order of their first call.
    Map<Kernel, String> methods() {
        return methods;
    }

    /// `def forward(self, weights: List[Tensor], x0: Tensor, …) -> Tensor`.
    String forward(NDArray result) {
        var head = new StringBuilder("def forward(self, " + WEIGHTS + ": List[Tensor]");
        for (int i = 0; i < inputs; i++) {
            head.append(", x").append(i).append(": Tensor");
        }
        return head.append(") -> Tensor:\n")
                .append(lines)
                .append("  return ")
                .append(named("return", result))
                .append('\n')
                .toString();
    }
}
