/// Follows an image back to the votes that shaped the model it came from.
@NullMarked
package art.pinhua.lineage;

import org.jspecify.annotations.NullMarked;
