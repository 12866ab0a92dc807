/// File formats: safetensors, pipeline folders, adapter files, images. Bytes only: nothing here knows the tensor
/// engine.
@NullMarked
package art.pinhua.training.io;

import org.jspecify.annotations.NullMarked;
