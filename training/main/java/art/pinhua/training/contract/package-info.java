/// The words spoken between processes: application and engine (JSON lines over stdin and stdout), application and
/// trainer (files of a run folder). Records and a strict codec; nothing here knows arrays or native code, so the
/// application uses it too.
@NullMarked
package art.pinhua.training.contract;

import org.jspecify.annotations.NullMarked;
