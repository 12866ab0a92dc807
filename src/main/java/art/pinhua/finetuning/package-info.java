/// Training runs: starts a trainer process for each, watches it, and makes a model version of its adapter.
@NullMarked
package art.pinhua.finetuning;

import org.jspecify.annotations.NullMarked;
