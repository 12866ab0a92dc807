package art.pinhua.training;

import art.pinhua.training.generate.GenerateCommand;

/// Pictures from the command line, without a server: `./pinhua generate`.
public final class GenerateMain {
    private GenerateMain() {}

    static void main(String[] arguments) {
        System.exit(GenerateCommand.run(arguments, System.out, System.err));
    }
}
