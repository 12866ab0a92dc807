/// The networks, one file each, as records over the arrays of a state dictionary with diffusers' names.
@NullMarked
package art.pinhua.training.model;

import org.jspecify.annotations.NullMarked;
