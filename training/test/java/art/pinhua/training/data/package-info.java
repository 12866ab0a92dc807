@NullMarked
package art.pinhua.training.data;

import org.jspecify.annotations.NullMarked;
