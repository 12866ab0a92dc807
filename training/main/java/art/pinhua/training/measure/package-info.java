/// What measurements share: rounds that alternate, their ratio, the place in a page where results are written.
@NullMarked
package art.pinhua.training.measure;

import org.jspecify.annotations.NullMarked;
