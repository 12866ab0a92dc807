@NullMarked
package art.pinhua.training.tensor;

import org.jspecify.annotations.NullMarked;
