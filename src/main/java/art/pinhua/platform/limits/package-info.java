/// How much one visitor, or one network address, may ask for in a span of time.
@NullMarked
package art.pinhua.platform.limits;

import org.jspecify.annotations.NullMarked;
