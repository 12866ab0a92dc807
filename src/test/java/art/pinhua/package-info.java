@NullMarked
package art.pinhua;

import org.jspecify.annotations.NullMarked;
