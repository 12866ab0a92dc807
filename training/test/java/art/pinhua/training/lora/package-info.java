@NullMarked
package art.pinhua.training.lora;

import org.jspecify.annotations.NullMarked;
