@NullMarked
package art.pinhua.training.generate;

import org.jspecify.annotations.NullMarked;
