/// The engine of Pinhua: diffusion models, samplers, LoRA, objectives, trainer and file formats.
@NullMarked
package art.pinhua.training;

import org.jspecify.annotations.NullMarked;
