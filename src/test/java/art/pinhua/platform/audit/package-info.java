@NullMarked
package art.pinhua.platform.audit;

import org.jspecify.annotations.NullMarked;
