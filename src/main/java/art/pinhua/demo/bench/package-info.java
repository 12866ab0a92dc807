/// Measurements of the running product, written as Markdown for `docs/performance.md`.
@NullMarked
package art.pinhua.demo.bench;

import org.jspecify.annotations.NullMarked;
