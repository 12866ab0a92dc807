@NullMarked
package art.pinhua.generation;

import org.jspecify.annotations.NullMarked;
