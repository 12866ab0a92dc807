/// The façade over the tensor engine. This is the only package that knows DJL's PyTorch classes; everything else
/// computes
/// with [art.pinhua.training.tensor.Tensors] and hands `NDArray` values around.
@NullMarked
package art.pinhua.training.tensor;

import org.jspecify.annotations.NullMarked;
