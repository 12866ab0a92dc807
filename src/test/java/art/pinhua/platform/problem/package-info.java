@NullMarked
package art.pinhua.platform.problem;

import org.jspecify.annotations.NullMarked;
