@NullMarked
package art.pinhua.platform.identity;

import org.jspecify.annotations.NullMarked;
