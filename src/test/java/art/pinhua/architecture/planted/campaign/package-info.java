@NullMarked
package art.pinhua.architecture.planted.campaign;

import org.jspecify.annotations.NullMarked;
