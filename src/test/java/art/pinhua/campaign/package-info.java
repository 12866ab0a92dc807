@NullMarked
package art.pinhua.campaign;

import org.jspecify.annotations.NullMarked;
