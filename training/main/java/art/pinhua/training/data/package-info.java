/// What training reads: order of examples, pictures and latents in files, prompts as tokens.
@NullMarked
package art.pinhua.training.data;

import org.jspecify.annotations.NullMarked;
