@NullMarked
package art.pinhua.checks;

import org.jspecify.annotations.NullMarked;
