@NullMarked
package art.pinhua.architecture.planted.nowhere;

import org.jspecify.annotations.NullMarked;
