package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.atelier.Posture;
import art.pinhua.training.starter.atelier.Sight;
import art.pinhua.training.starter.atelier.Sights;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fresh installation serves draws what it is asked for. The other tests of the packaged product
/// take the small model, and programs and libraries that are unpacked already, which is quicker.
class ShippedModelIT {
    private static final String PROMPT = "竹林里穿红色汉服的少女，举起双手";

    @TempDir
    Path folder;

    @Test
    void aFreshInstallationDrawsWhatIsAskedFor() throws Exception {
        var fresh = Map.of(
                "PINHUA_STARTER_FOLDER",
                ShippedModel.STARTER,
                "PINHUA_ENGINE_CACHE",
                folder.resolve("cache/djl").toString());
        try (var app = AppProcess.start(Repository.root(), folder, fresh);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", "shipped-model-42");
            var pictures = new DemoPictures(curator).make(List.of(PROMPT), null).pictures();
            var seen = new ArrayList<Sight>();
            for (byte[] picture : pictures) {
                var raster = Raster.of(ImageIO.read(new ByteArrayInputStream(picture)));
                assertEquals(128, raster.width());
                seen.add(Sights.read(raster));
            }
            assertEquals(4, seen.size());
            assertTrue(most(seen, Sight::figure), seen::toString);
            assertTrue(most(seen, sight -> sight.background() == Background.BAMBOO), seen::toString);
            assertTrue(most(seen, sight -> sight.garment() == GarmentColour.RED), seen::toString);
            assertTrue(most(seen, sight -> sight.posture() == Posture.ARMS_RAISED), seen::toString);
            assertTrue(half(seen, sight -> sight.costume() == Costume.HANFU), seen::toString);
        }
    }

    /// Three of the four: the gates of the model allow for one in ten or twenty that goes wrong.
    private static boolean most(List<Sight> seen, Predicate<Sight> shown) {
        return seen.stream().filter(shown).count() >= 3;
    }

    /// Two of the four, where the gate allows for one in four that goes wrong.
    private static boolean half(List<Sight> seen, Predicate<Sight> shown) {
        return seen.stream().filter(shown).count() >= 2;
    }
}
