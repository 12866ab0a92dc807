/// Snapshots: preferences frozen under a digest, with their images, split by prompt.
@NullMarked
package art.pinhua.dataset;

import org.jspecify.annotations.NullMarked;
