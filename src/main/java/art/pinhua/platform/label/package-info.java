/// Labels in files that a model made, and WebP files to carry them.
@NullMarked
package art.pinhua.platform.label;

import org.jspecify.annotations.NullMarked;
