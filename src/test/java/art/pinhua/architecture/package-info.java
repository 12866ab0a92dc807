@NullMarked
package art.pinhua.architecture;

import org.jspecify.annotations.NullMarked;
