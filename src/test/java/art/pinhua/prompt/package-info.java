@NullMarked
package art.pinhua.prompt;

import org.jspecify.annotations.NullMarked;
