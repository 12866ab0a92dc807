package art.pinhua.training.io;

import java.util.Collection;
import java.util.regex.Pattern;

/// Adapters that change a layer in another way than by the product of two matrices, known by the names
/// of their tensors, to refuse them with advice.
enum ForeignAdapter {
    LOHA("a LoHa, whose change is two products multiplied number by number", "hada_[wt]\\d(_[ab])?"),
    LOKR("a LoKr, whose change is a Kronecker product", "lokr_[wt]\\d(_[ab])?"),
    CP("a LoCon with CP decomposition, which has a third matrix in the middle", "lora_mid\\.weight"),
    DORA("a DoRA, which also sets the lengths of weights", "dora_scale|lora_magnitude_vector(\\..+)?");

    private final String kind;
    private final Pattern tensor;

    ForeignAdapter(String kind, String tensor) {
        this.kind = kind;
        this.tensor = Pattern.compile(".*\\.(?:" + tensor + ")", Pattern.DOTALL);
    }

    /// What to say of a file with such tensors; nothing of another.
    /// @param strangers names that fit no layer
    static String advice(Collection<String> strangers) {
        for (ForeignAdapter foreign : values()) {
            if (strangers.stream().anyMatch(name -> foreign.tensor.matcher(name).matches())) {
                return "it is %s. Only LoRA is read, that of convolutions (LoCon) included: merge it into its model"
                                .formatted(foreign.kind)
                        + " and extract a LoRA of the difference with the tools of whoever made it, or train it as"
                        + " LoRA. ";
            }
        }
        return "";
    }
}
