/// Labels in files that a model made, and texts in PNG files.
@NullMarked
package art.pinhua.platform.label;

import org.jspecify.annotations.NullMarked;
