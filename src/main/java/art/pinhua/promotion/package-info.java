/// Decisions about which model version is served: append-only, each with one move of the serving alias.
@NullMarked
package art.pinhua.promotion;

import org.jspecify.annotations.NullMarked;
