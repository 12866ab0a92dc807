package art.pinhua.architecture.planted;

import java.util.Random;

/// Rolls its own dice.
public class PlantedGambler {
    public int roll() {
        return new Random().nextInt(6);
    }
}
