@NullMarked
package art.pinhua.training.sampler;

import org.jspecify.annotations.NullMarked;
