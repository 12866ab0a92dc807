@NullMarked
package art.pinhua.dataset;

import org.jspecify.annotations.NullMarked;
