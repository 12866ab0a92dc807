@NullMarked
package art.pinhua.care;

import org.jspecify.annotations.NullMarked;
