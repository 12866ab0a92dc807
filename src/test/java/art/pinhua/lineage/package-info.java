@NullMarked
package art.pinhua.lineage;

import org.jspecify.annotations.NullMarked;
