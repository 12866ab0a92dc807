@NullMarked
package art.pinhua.architecture.planted;

import org.jspecify.annotations.NullMarked;
