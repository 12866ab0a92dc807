@NullMarked
package art.pinhua.registry;

import org.jspecify.annotations.NullMarked;
