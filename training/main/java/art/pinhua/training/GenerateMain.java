package art.pinhua.training;

import art.pinhua.training.generate.GenerateCommand;
import java.io.Console;
import java.util.Optional;

/// Pictures from the command line, without a server: `./pinhua generate`.
public final class GenerateMain {
    private GenerateMain() {}

    static void main(String[] arguments) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        System.exit(GenerateCommand.run(arguments, System.out, System.err, terminal));
    }
}
