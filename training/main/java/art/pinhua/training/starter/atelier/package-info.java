/// The world of the starter model of 128 pixels: figures in scenes drawn from known parameters in several brushes,
/// captions that state what is visible, and meters that read the parameters back from a picture. Free of DJL.
@NullMarked
package art.pinhua.training.starter.atelier;

import org.jspecify.annotations.NullMarked;
