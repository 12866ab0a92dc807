/// Blind comparisons of two model versions, decided on raters' means by a test that may be watched at any time.
@NullMarked
package art.pinhua.comparison;

import org.jspecify.annotations.NullMarked;
