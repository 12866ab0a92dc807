@NullMarked
package art.pinhua.curation;

import org.jspecify.annotations.NullMarked;
