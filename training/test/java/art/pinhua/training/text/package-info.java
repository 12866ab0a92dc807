@NullMarked
package art.pinhua.training.text;

import org.jspecify.annotations.NullMarked;
