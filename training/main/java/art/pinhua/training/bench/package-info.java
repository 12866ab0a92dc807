/// Measurements of what was built, written as Markdown for `docs`.
@NullMarked
package art.pinhua.training.bench;

import org.jspecify.annotations.NullMarked;
