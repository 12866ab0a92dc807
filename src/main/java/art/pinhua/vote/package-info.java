/// Votes: insert-only facts in screen terms, stored once however often a client sends them.
@NullMarked
package art.pinhua.vote;

import org.jspecify.annotations.NullMarked;
