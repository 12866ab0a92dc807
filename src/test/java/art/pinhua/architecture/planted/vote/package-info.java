@NullMarked
package art.pinhua.architecture.planted.vote;

import org.jspecify.annotations.NullMarked;
