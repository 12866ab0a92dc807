@NullMarked
package art.pinhua.vote;

import org.jspecify.annotations.NullMarked;
