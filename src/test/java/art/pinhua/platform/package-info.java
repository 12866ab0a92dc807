@NullMarked
package art.pinhua.platform;

import org.jspecify.annotations.NullMarked;
