@NullMarked
package art.pinhua.training.objective;

import org.jspecify.annotations.NullMarked;
