/// Pinhua: pictures are rated, ratings train adapters, adapters that win blind comparisons serve.
@NullMarked
package art.pinhua;

import org.jspecify.annotations.NullMarked;
