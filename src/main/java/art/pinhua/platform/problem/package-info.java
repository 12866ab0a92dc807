/// One shape for everything that can go wrong in front of a caller.
@NullMarked
package art.pinhua.platform.problem;

import org.jspecify.annotations.NullMarked;
