package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;

/// The reader of prompts for tests of other packages, which do not see it.
public final class AskedPrompts {
    private final PromptReader reader = new PromptReader();

    public EngineAnswer answer(EngineRequest.Encode request) {
        return reader.answer(request);
    }
}
