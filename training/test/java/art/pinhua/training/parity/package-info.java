@NullMarked
package art.pinhua.training.parity;

import org.jspecify.annotations.NullMarked;
