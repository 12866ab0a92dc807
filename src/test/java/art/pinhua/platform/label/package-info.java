@NullMarked
package art.pinhua.platform.label;

import org.jspecify.annotations.NullMarked;
