@NullMarked
package art.pinhua.platform.postgres;

import org.jspecify.annotations.NullMarked;
