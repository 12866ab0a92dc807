@NullMarked
package art.pinhua.training.contract;

import org.jspecify.annotations.NullMarked;
