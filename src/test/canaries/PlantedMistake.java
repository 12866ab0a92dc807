package art.pinhua.planted;

/// Must not compile: Error Prone refuses an exception that is made and not thrown, or the build has lost Error Prone.
final class PlantedMistake {
    private PlantedMistake() {}

    static void forget() {
        new IllegalStateException("never thrown");
    }
}
