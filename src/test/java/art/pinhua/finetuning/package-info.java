@NullMarked
package art.pinhua.finetuning;

import org.jspecify.annotations.NullMarked;
