@NullMarked
package art.pinhua.training.noise;

import org.jspecify.annotations.NullMarked;
