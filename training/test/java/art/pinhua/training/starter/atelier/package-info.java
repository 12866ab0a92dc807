@NullMarked
package art.pinhua.training.starter.atelier;

import org.jspecify.annotations.NullMarked;
