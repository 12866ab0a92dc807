@NullMarked
package art.pinhua.training.starter.training;

import org.jspecify.annotations.NullMarked;
