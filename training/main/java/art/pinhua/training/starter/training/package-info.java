/// Trains the starter model from nothing: autoencoder first, then denoiser and text encoder on its latents.
@NullMarked
package art.pinhua.training.starter.training;

import org.jspecify.annotations.NullMarked;
