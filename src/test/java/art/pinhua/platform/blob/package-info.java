@NullMarked
package art.pinhua.platform.blob;

import org.jspecify.annotations.NullMarked;
