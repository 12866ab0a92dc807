@NullMarked
package art.pinhua.training.measure;

import org.jspecify.annotations.NullMarked;
