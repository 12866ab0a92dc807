package art.pinhua.platform;

/// The part of the application's start that needs no database, no port and no setting of the operator, begun while
/// the database starts. The application's own start then finds it done, or waits for its end.
final class EarlyStart {
    /// Made by the build; its static part deserializes mappings, builds the bean container and the endpoints.
    private static final String APPLICATION = "io.quarkus.runner.ApplicationImpl";
    private static final String PACKAGED = "io.quarkus.bootstrap.runner.";

    private EarlyStart() {}

    /// In the packaged application alone: in development and tests the application is built in this very process.
    static void begin() {
        var loader = Thread.currentThread().getContextClassLoader();
        if (loader != null && loader.getClass().getName().startsWith(PACKAGED)) {
            Thread.ofPlatform().daemon().name("early-start").start(() -> initialise(loader));
        }
    }

    private static void initialise(ClassLoader loader) {
        try {
            Class.forName(APPLICATION, true, loader);
        } catch (ClassNotFoundException | LinkageError failed) {
            // the application's own start meets the same and reports it
        }
    }
}
