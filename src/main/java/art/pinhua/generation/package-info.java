/// Images and the requests that made them. The only slice that talks to the engine.
@NullMarked
package art.pinhua.generation;

import org.jspecify.annotations.NullMarked;
