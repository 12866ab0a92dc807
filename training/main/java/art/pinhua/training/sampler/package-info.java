/// From noise to latents: one file per algorithm, without state, over any denoiser.
@NullMarked
package art.pinhua.training.sampler;

import org.jspecify.annotations.NullMarked;
