/// The world of the starter model: figures in scenes drawn from known parameters, captions that state what is
/// visible, and meters that read the parameters back from a picture. Free of DJL.
@NullMarked
package art.pinhua.training.starter;

import org.jspecify.annotations.NullMarked;
