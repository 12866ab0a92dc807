/// The noise levels of the diffusion process and what a network's output says about them.
@NullMarked
package art.pinhua.training.noise;

import org.jspecify.annotations.NullMarked;
