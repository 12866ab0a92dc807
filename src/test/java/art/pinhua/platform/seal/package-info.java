@NullMarked
package art.pinhua.platform.seal;

import org.jspecify.annotations.NullMarked;
