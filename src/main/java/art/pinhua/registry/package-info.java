/// Base models, adapters, learned words, model versions and the aliases that say which version is served.
@NullMarked
package art.pinhua.registry;

import org.jspecify.annotations.NullMarked;
