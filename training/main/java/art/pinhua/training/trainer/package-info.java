/// How networks are trained: optimiser, loop, checkpoints, and the LoRA run from a run folder.
@NullMarked
package art.pinhua.training.trainer;

import org.jspecify.annotations.NullMarked;
