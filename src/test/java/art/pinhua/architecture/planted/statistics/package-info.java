@NullMarked
package art.pinhua.architecture.planted.statistics;

import org.jspecify.annotations.NullMarked;
