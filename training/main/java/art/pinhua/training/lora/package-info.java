/// Low-rank adapters: their attachment to layers, their weights, their names in files.
@NullMarked
package art.pinhua.training.lora;

import org.jspecify.annotations.NullMarked;
