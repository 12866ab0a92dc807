@NullMarked
package art.pinhua.comparison;

import org.jspecify.annotations.NullMarked;
