package art.pinhua.training.starter;

import java.util.List;

/// Combinations no training picture shows, though each of their parts is common.
public final class HeldOut {
    /// What is never seen together.
    public record Combination(Costume costume, GarmentColour garment, Background background) {}

    public static final List<Combination> COMBINATIONS = List.of(
            new Combination(Costume.ARMOUR, GarmentColour.PURPLE, Background.BAMBOO),
            new Combination(Costume.DRESS, GarmentColour.YELLOW, Background.NIGHT),
            new Combination(Costume.HANFU, GarmentColour.GREEN, Background.ROOM),
            new Combination(Costume.ROBE, GarmentColour.WHITE, Background.SKY),
            new Combination(Costume.CLOAK, GarmentColour.RED, Background.MOUNTAIN),
            new Combination(Costume.SHIRT_AND_TROUSERS, GarmentColour.BLUE, Background.PLAIN));

    private HeldOut() {}

    public static boolean contains(Costume costume, GarmentColour garment, Background background) {
        return COMBINATIONS.contains(new Combination(costume, garment, background));
    }
}
