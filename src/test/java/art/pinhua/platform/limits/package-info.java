@NullMarked
package art.pinhua.platform.limits;

import org.jspecify.annotations.NullMarked;
