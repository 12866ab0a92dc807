package art.pinhua.training.contract;

import java.util.List;

/// What an adapter file holds.
/// @param rank          largest rank of a layer
/// @param alpha         largest one
/// @param targetModules kinds of layers, such as `to_q`; those of text encoders behind `text_encoder:`
/// @param parameters    numbers in its matrices
public record AdapterContent(int rank, double alpha, List<String> targetModules, long parameters) {
    public AdapterContent {
        targetModules = List.copyOf(targetModules);
    }
}
