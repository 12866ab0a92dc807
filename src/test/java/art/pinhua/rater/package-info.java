@NullMarked
package art.pinhua.rater;

import org.jspecify.annotations.NullMarked;
