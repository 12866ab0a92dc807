@NullMarked
package art.pinhua.demo.bench;

import org.jspecify.annotations.NullMarked;
