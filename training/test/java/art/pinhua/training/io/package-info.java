@NullMarked
package art.pinhua.training.io;

import org.jspecify.annotations.NullMarked;
