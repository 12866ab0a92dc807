@NullMarked
package art.pinhua.training.model;

import org.jspecify.annotations.NullMarked;
