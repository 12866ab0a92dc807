@NullMarked
package art.pinhua.training.trainer;

import org.jspecify.annotations.NullMarked;
