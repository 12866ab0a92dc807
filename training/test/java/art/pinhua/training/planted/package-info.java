/// Classes that break the rules of [art.pinhua.training.ArchitectureTest], to show that it sees them.
@NullMarked
package art.pinhua.training.planted;

import org.jspecify.annotations.NullMarked;
