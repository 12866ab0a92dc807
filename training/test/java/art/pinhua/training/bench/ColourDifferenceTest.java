package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ColourDifferenceTest {
    /// Pairs 1, 4, 9, 14, 17, 20, 25 and 34 of Sharma, Wu and Dalal's test data (2005), table 1.
    private static final double[][] PUBLISHED = {
        {50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425},
        {50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000},
        {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792},
        {50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461},
        {50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492},
        {50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535},
        {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
        {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082},
    };

    @Test
    void publishedPairsComeOut() {
        for (var pair : PUBLISHED) {
            double difference = ColourDifference.ofLab(
                    new double[] {pair[0], pair[1], pair[2]}, new double[] {pair[3], pair[4], pair[5]});
            assertEquals(pair[6], difference, 5e-5);
        }
    }

    @Test
    void whiteAndRedOfSrgbAreWhereTheyBelong() {
        var white = ColourDifference.lab(new int[] {255, 255, 255});
        assertEquals(100, white[0], 1e-3);
        assertEquals(0, white[1], 1e-2);
        assertEquals(0, white[2], 1e-2);
        var red = ColourDifference.lab(new int[] {255, 0, 0});
        assertEquals(53.24, red[0], .01);
        assertEquals(80.09, red[1], .02);
        assertEquals(67.20, red[2], .02);
        assertEquals(0, ColourDifference.between(new int[] {9, 8, 7}, new int[] {9, 8, 7}), 1e-12);
    }
}
