/// Prompts to token numbers, by a tokenizer file in the layout of the common tokenizer libraries.
@NullMarked
package art.pinhua.training.text;

import org.jspecify.annotations.NullMarked;
