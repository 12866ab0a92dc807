@NullMarked
package art.pinhua.training.fuzz;

import org.jspecify.annotations.NullMarked;
